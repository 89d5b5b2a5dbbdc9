/**
 * Loaded before the bot: the machine's zone data says of one zone what they say of another one, as after
 * an update. `FAULTS_ZONES` is such as `Europe/Berlin=America/New_York`.
 */
const [zone, data] = (process.env['FAULTS_ZONES'] ?? '').split('=');
const RealFormat = Intl.DateTimeFormat;

Intl.DateTimeFormat = new Proxy(RealFormat, {
  construct: (target, parameters, newTarget) => {
    const [locales, options] = parameters as ConstructorParameters<typeof RealFormat>;
    const changed = options?.timeZone === zone ? { ...options, timeZone: data } : options;
    return Reflect.construct(target, [locales, changed], newTarget);
  },
});
