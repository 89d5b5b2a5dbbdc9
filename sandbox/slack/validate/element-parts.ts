import { address, type Check, flag, list, pattern, record, text, whole, word } from './shape.ts';
import { anyText, plain } from './text.ts';

/** An `action_id`, or the id of something in the workspace. */
export const id = text(255);
/** As date pickers carry it. */
export const date = pattern(/^\d{4}-\d{2}-\d{2}$/, 'a date such as 2026-11-21');
/** As time pickers carry it: 24 hours, without seconds. */
export const time = pattern(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as 08:30');
/** As number inputs carry it: never a JSON number. */
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

/** An option of a select. */
export const choice = option(plain(75));
/** An option of checkboxes and radio buttons, whose label may be mrkdwn. */
export const boxChoice = option(anyText(75));
/** An option of an overflow menu, which may lead out of Slack. */
export const menuChoice = option(plain(75), { url: address });
const group = record({
  required: { label: plain(75), options: list(choice, { max: 100 }) },
});

/** Fields of every usable element; those of more particular ones build on it. */
export const common = { action_id: id };
/** Of elements that may ask before they act. */
export const asking = { ...common, confirm };
/** Of those that may also have the cursor when a view opens. */
export const focusing = { ...asking, focus_on_load: flag };
/** Of selects and pickers. */
export const selecting = { ...focusing, placeholder: plain(150) };
/** Of selects that take several options. */
export const several = { ...selecting, max_selected_items: whole(1, 100) };
/** Of inputs that one types in. */
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
/** How buttons look and are read aloud. */
export const buttonLook = { style: word('primary', 'danger'), accessibility_label: text(75) };
/** People or channels, as a list of their ids. */
export const ids = list(id, { max: 100 });

/** Options that the element itself carries: exactly one of the two, which no field alone can tell. */
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
/** Of selects of conversations. */
export const conversations = { default_to_current_conversation: flag, filter: conversationFilter };

/** One of the two feedback buttons. */
export const feedback = record({
  required: { text: plain(75), value: text(2000) },
  optional: { accessibility_label: text(75) },
});
