import { isJson, type Json } from '../json.ts';

/** One thing that Slack would not take, with a JSON pointer to it. */
export interface Issue {
  pointer: string;
  code: string;
  message: string;
  constraint: Json;
  /** Name of the field, when the issue is about one. */
  field?: string | undefined;
}

/** Where blocks stand: each takes other blocks, and another number of them. */
export type Surface = 'message' | 'modal' | 'home';

/** Where a check stands: everything that it needs to know besides the value. */
export interface Place {
  pointer: string;
  surface: Surface;
  /** Refuses tables and charts, as workspaces do that have not got them yet. */
  oldWorkspace: boolean;
  issues: Issue[];
}

/** Looks at a value and reports what is wrong with it into `place.issues`. */
export type Check = (value: unknown, place: Place) => void;

/** Notes an issue at this place. */
export function report(place: Place, code: string, message: string, constraint: Json = {}): void {
  const field = place.pointer.split('/').at(-1);
  place.issues.push({
    pointer: place.pointer,
    code,
    message,
    constraint: { type: code, ...constraint },
    ...(field !== undefined && !/^\d*$/.test(field) && { field }),
  });
}

/** The same place, one step further inside. */
export function inside(place: Place, step: string | number): Place {
  return { ...place, pointer: `${place.pointer}/${step}` };
}

/** A string of `min` to `max` characters, counted as Slack does: in UTF-16 units. */
export function text(max: number, min = 1): Check {
  return (value, place) => {
    if (typeof value !== 'string') report(place, 'invalid_type', 'must provide a string');
    else checkLength(value, place, min, max);
  };
}

function checkLength(value: string, place: Place, min: number, max: number): void {
  if (value.length < min) {
    report(place, 'min_length', `must be more than ${min - 1} characters`, {
      expected: [`${min}`],
    });
  } else if (value.length > max) {
    report(place, 'max_length', `must be less than ${max + 1} characters`, {
      expected: [`${max}`],
      got: `${value.length}`,
    });
  }
}

/** `true` or `false`, not their names as text. */
export const flag: Check = (value, place) => {
  if (typeof value !== 'boolean') report(place, 'invalid_type', 'must provide a boolean');
};

/** A number, fractions and negative ones included; no text that holds one. */
export const finite: Check = (value, place) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    report(place, 'invalid_type', 'must provide a number');
  }
};

/** A whole number from `min` to `max`. */
export function whole(min: number, max: number): Check {
  return (value, place) => {
    if (!Number.isInteger(value)) report(place, 'invalid_type', 'must provide an integer');
    else if (Number(value) < min || Number(value) > max) {
      report(place, 'out_of_range', `must be from ${min} to ${max}`, { got: String(value) });
    }
  };
}

/** One of some words. */
export function word(...words: string[]): Check {
  return (value, place) => {
    if (typeof value !== 'string' || !words.includes(value)) {
      report(place, 'enum', `must be one of: ${words.join(', ')}`, { expected: words });
    }
  };
}

/** A string that fits a pattern; `what` says it in words. */
export function pattern(expression: RegExp, what: string): Check {
  return (value, place) => {
    if (typeof value !== 'string' || !expression.test(value))
      report(place, 'format', `must be ${what}`);
  };
}

/** A web address of at most 3,000 characters. */
export const address: Check = (value, place) => {
  text(3000)(value, place);
  if (typeof value === 'string' && !/^(?:https?|slack|mailto|tel):./.test(value)) {
    report(place, 'format', 'must be a valid URL');
  }
};

/** An array of `min` to `max` entries. */
export function list(entry: Check, { min = 1, max }: { min?: number; max: number }): Check {
  return (value, place) => {
    if (!Array.isArray(value)) return report(place, 'invalid_type', 'must provide an array');
    if (value.length < min) report(place, 'min_items', `must have at least ${min} items`);
    if (value.length > max) {
      report(place, 'max_items', `no more than ${max} items allowed`, { got: `${value.length}` });
    }
    value.forEach((item, index) => entry(item, inside(place, index)));
  };
}

/** Any object, whatever it holds. */
export const anyObject: Check = (value, place) => {
  if (!isJson(value)) report(place, 'invalid_type', 'must provide an object');
};

/** What an object may hold, beside its `type`. */
export interface Fields {
  required?: Record<string, Check>;
  optional?: Record<string, Check>;
}

/** An object with these fields and no others, and whatever `also` looks at. */
export function record(
  { required = {}, optional = {} }: Fields,
  also?: (value: Json, place: Place) => void,
): Check {
  return (value, place) => {
    if (!isJson(value)) return report(place, 'invalid_type', 'must provide an object');
    for (const [name, check] of Object.entries(required)) {
      if (value[name] === undefined || value[name] === null) {
        report(inside(place, name), 'required', `missing required field: ${name}`);
      } else check(value[name], inside(place, name));
    }
    for (const [name, check] of Object.entries(optional)) {
      if (value[name] !== undefined) check(value[name], inside(place, name));
    }
    for (const name of Object.keys(value)) {
      if (name === 'type' || name in required || name in optional) continue;
      report(inside(place, name), 'additional_property', `invalid additional property: ${name}`);
    }
    also?.(value, place);
  };
}

/** An object whose `type` chooses its check; another type is refused. */
export function byType(rules: Record<string, Check>): Check {
  return (value, place) => {
    if (!isJson(value)) return report(place, 'invalid_type', 'must provide an object');
    const type = String(value['type']);
    const check = Object.hasOwn(rules, type) ? rules[type] : undefined;
    if (check !== undefined) check(value, place);
    else
      report(inside(place, 'type'), 'unsupported_type', `unsupported type: ${type}`, {
        expected: Object.keys(rules),
        got: type,
      });
  };
}
