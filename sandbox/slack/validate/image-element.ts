import type { Json } from '../json.ts';
import { address, anyObject, type Check, type Place, record, report, text } from './shape.ts';

const imageFields: Record<string, Check> = {
  image_url: address,
  slack_file: anyObject,
  alt_text: text(2000),
};

/** An image beside other things; it needs its description. */
export const imageElement: Check = record(
  { required: { alt_text: text(2000) }, optional: imageFields },
  needsImage,
);

/** Reports an image that names neither an address nor a file of Slack. */
export function needsImage(value: Json, place: Place): void {
  if ((value['image_url'] === undefined) === (value['slack_file'] === undefined)) {
    report(place, 'required', 'must provide exactly one of image_url and slack_file');
  }
}
