# syntax=docker/dockerfile:1

FROM node:24-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts

FROM node:24-slim
ENV NODE_ENV=production
# What Node has compiled, made below, and one pool of memory for all threads: docs/benchmarks.md says what they save.
ENV NODE_COMPILE_CACHE=compiled
ENV MALLOC_ARENA_MAX=1
WORKDIR /app
# The one folder that the bot writes to; everything else can be mounted read-only.
RUN mkdir data compiled && chown node:node data compiled
COPY --from=dependencies /app/node_modules node_modules
COPY package.json ./
COPY src src
USER node
# Without settings there is nothing to check; all that a start needs is loaded, and so compiled, once.
RUN node --optimize-for-size --no-maglev-build-code-on-background --no-concurrent-sparkplug src/main.ts --check || true
VOLUME /app/data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT ?? 3000}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# A heap that is tidied often: half the memory, for a little more of the processor. And no compilers that may
# wait for the end of the process while it waits for them: https://github.com/nodejs/node/issues/54918.
ENTRYPOINT ["node", "--optimize-for-size", "--no-maglev-build-code-on-background", "--no-concurrent-sparkplug", "src/main.ts"]
