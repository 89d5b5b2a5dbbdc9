import { isRecord } from '../domain/json.ts';
import { asDate } from './moments.ts';

/** An object as Northflank sent it; nothing about its fields is known yet. */
export type Row = Readonly<Record<string, unknown>>;

/** What makes a row unreadable, in words for a person: "createdAt is not a date". */
export class RowProblem extends Error {
  override readonly name = 'RowProblem';
}

/** The value as an object with fields, or `undefined` for anything else, arrays included. */
export function asRow(value: unknown): Row | undefined {
  return isRecord(value) ? value : undefined;
}

/** A text that says something; a number counts as its digits, since some ids come as numbers. */
export function asText(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : undefined;
}

/** @throws {RowProblem} when the field holds no text. */
export function requireText(row: Row, field: string): string {
  const text = asText(row[field]);
  if (text === undefined) throw new RowProblem(`${field} is missing`);
  return text;
}

/** @throws {RowProblem} when the field holds no moment. */
export function requireDate(row: Row, field: string): Date {
  const date = asDate(row[field]);
  if (date !== undefined) return date;
  const isMissing = row[field] === undefined || row[field] === null || row[field] === '';
  throw new RowProblem(isMissing ? `${field} is missing` : `${field} is not a date`);
}

/** The entries of an array; a single value counts as an array of one, nothing as an empty one. */
export function asList(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : [value];
}
