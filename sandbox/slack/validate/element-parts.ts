import { address, type Check, flag, list, pattern, record, text, whole, word } from './shape.ts';
import { anyText, plain } from './text.ts';

export const id = text(255);
export const date = pattern(/^\d{4}-\d{2}-\d{2}$/, 'a date such as 2026-11-21');
export const time = pattern(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as 08:30');
export const digits = pattern(/^-?\d+(\.\d+)?$/, 'a number in a string');

/** The dialog that asks before an action is sent. */
const confirm = record({
  required: { text: anyText(300) },
  optional: {
    title: plain(100),
    confirm: plain(30),
    deny: plain(30),
    style: word('primary', 'danger'),
  },
});

function option(label: Check, extra: Record<string, Check> = {}): Check {
  return record({
    required: { text: label, value: text(75) },
    optional: { description: anyText(75), ...extra },
  });
}

export const choice = option(plain(75));
export const boxChoice = option(anyText(75));
export const menuChoice = option(plain(75), { url: address });
const group = record({
  required: { label: plain(75), options: list(choice, { max: 100 }) },
});

export const common = { action_id: id };
export const asking = { ...common, confirm };
export const focusing = { ...asking, focus_on_load: flag };
export const selecting = { ...focusing, placeholder: plain(150) };
export const several = { ...selecting, max_selected_items: whole(1, 100) };
export const typing = {
  ...common,
  focus_on_load: flag,
  placeholder: plain(150),
  dispatch_action_config: record({
    optional: {
      trigger_actions_on: list(word('on_enter_pressed', 'on_character_entered'), { max: 2 }),
    },
  }),
};
export const buttonLook = { style: word('primary', 'danger'), accessibility_label: text(75) };
export const ids = list(id, { max: 100 });

export const staticOptions = {
  options: list(choice, { max: 100 }),
  option_groups: list(group, { max: 100 }),
};

const conversationFilter = record({
  optional: {
    include: list(word('im', 'mpim', 'private', 'public'), { max: 4 }),
    exclude_external_shared_channels: flag,
    exclude_bot_users: flag,
  },
});
export const conversations = { default_to_current_conversation: flag, filter: conversationFilter };

export const feedback = record({
  required: { text: plain(75), value: text(2000) },
  optional: { accessibility_label: text(75) },
});
