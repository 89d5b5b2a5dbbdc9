import { describe, expect, it } from 'vitest';
import { readNotBefore, readRateLimit } from '../../../src/northflank/client/rate-limit.ts';

const NOW = new Date('2026-10-06T09:00:00Z');
const inSeconds = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);

describe('readRateLimit', () => {
  it('counts the reset in seconds from now', () => {
    const headers = {
      'x-ratelimit-limit': '1000',
      'x-ratelimit-remaining': '990',
      'x-ratelimit-reset': '1800',
    };

    expect(readRateLimit(headers, NOW)).toEqual({
      limit: 1000,
      remaining: 990,
      resetAt: inSeconds(1800),
    });
  });

  it.each([
    { sent: '1760000000', why: 'an epoch' },
    { sent: '-1', why: 'negative' },
    { sent: 'soon', why: 'a word' },
    { sent: '', why: 'empty' },
    { sent: undefined, why: 'absent' },
  ])('knows no reset where it is $why', ({ sent }) => {
    expect(readRateLimit({ 'x-ratelimit-reset': sent }, NOW).resetAt).toBeUndefined();
  });

  it('does not believe a limit of zero', () => {
    expect(readRateLimit({ 'x-ratelimit-limit': '0' }, NOW).limit).toBeUndefined();
  });
});

describe('readNotBefore', () => {
  it.each([
    { status: 429, headers: {}, notBefore: undefined },
    { status: 429, headers: { 'retry-after': '7' }, notBefore: inSeconds(7) },
    {
      status: 429,
      headers: { 'retry-after': 'Tue, 06 Oct 2026 09:01:00 GMT' },
      notBefore: inSeconds(60),
    },
    {
      status: 429,
      headers: { 'retry-after': 'Tue, 06 Oct 2026 08:00:00 GMT' },
      notBefore: NOW,
    },
    { status: 429, headers: { 'retry-after': 'later' }, notBefore: undefined },
    { status: 429, headers: { 'x-ratelimit-reset': '30' }, notBefore: inSeconds(30) },
    {
      status: 429,
      headers: { 'x-ratelimit-reset': '30', 'x-ratelimit-remaining': '0', 'retry-after': '7' },
      notBefore: inSeconds(30),
    },
    {
      status: 429,
      headers: { 'x-ratelimit-reset': '30', 'retry-after': '60' },
      notBefore: inSeconds(60),
    },
    {
      status: 429,
      headers: { 'x-ratelimit-reset': '3000', 'x-ratelimit-remaining': '800', 'retry-after': '2' },
      notBefore: inSeconds(2),
    },
    { status: 429, headers: { 'retry-after': '99999999' }, notBefore: 'absurd' },
    { status: 429, headers: { 'x-ratelimit-reset': '1760000000' }, notBefore: 'absurd' },
    {
      status: 429,
      headers: { 'retry-after': 'Tue, 06 Oct 2099 09:01:00 GMT' },
      notBefore: 'absurd',
    },
    { status: 503, headers: { 'retry-after': '7' }, notBefore: inSeconds(7) },
    { status: 503, headers: { 'x-ratelimit-reset': '3000' }, notBefore: undefined },
  ])('reads $headers of a $status as $notBefore', ({ status, headers, notBefore }) => {
    expect(readNotBefore(status, headers, NOW)).toEqual(notBefore);
  });
});
