import { isJson, type Json, jsonList, stringOf } from './json.ts';
import type { Draft } from './messages.ts';
import { Refusal } from './refusal.ts';
import { checkBlocks, checkMetadata, type Issue } from './validate.ts';

/** @see https://docs.slack.dev/reference/methods/chat.postMessage */
const TEXT_LIMIT = 40_000;

/**
 * Reads text, blocks and metadata of a message.
 *
 * Stricter than Slack on one point: blocks without `text` are refused, since screen readers and
 * notifications read nothing else.
 *
 * @throws {Refusal} `no_text`, `invalid_blocks`, `msg_too_long`, `invalid_metadata_format` and the like.
 */
export function readDraft(
  body: Json,
  { oldWorkspace, textLimit = TEXT_LIMIT }: { oldWorkspace: boolean; textLimit?: number },
): Draft {
  const text = stringOf(body['text']) ?? '';
  const blocks = readBlocks(body['blocks']);
  const issues = checkBlocks(blocks, 'message', { oldWorkspace });
  if (issues.length > 0) throw new Refusal('invalid_blocks', issueDetails(issues));
  if (text.trim() === '') {
    throw new Refusal('no_text', {
      response_metadata: {
        messages: [
          '[ERROR] the sandbox takes no message without text: screen readers read only that',
        ],
      },
    });
  }
  if (text.length > textLimit) throw new Refusal('msg_too_long');
  return { text, blocks, metadata: readMetadata(body['metadata']) };
}

/** The fields with which the Web API explains a refusal of blocks. */
export function issueDetails(issues: readonly Issue[]): Json {
  const errors = issues.map(({ message, pointer }) => `${message} [json-pointer:${pointer}]`);
  return {
    errors,
    response_metadata: { messages: errors.map((error) => `[ERROR] ${error}`) },
  };
}

function readBlocks(blocks: unknown): Json[] {
  if (blocks === undefined || blocks === null) return [];
  if (!Array.isArray(blocks)) throw new Refusal('invalid_blocks_format');
  if (!blocks.every(isJson)) throw new Refusal('invalid_blocks_format');
  return jsonList(blocks);
}

function readMetadata(metadata: unknown): Json | undefined {
  if (metadata === undefined || metadata === null) return undefined;
  const error = checkMetadata(metadata);
  if (error !== undefined || !isJson(metadata)) {
    throw new Refusal(error ?? 'invalid_metadata_format');
  }
  return metadata;
}
