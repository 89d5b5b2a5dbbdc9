import { describe, expect, it } from 'vitest';
import { type Arrival, refusalOf } from '../../../../sandbox/page/server/guard.ts';

const PORT = 4711;
const OWN = 'http://127.0.0.1:4711';

const VISIT: Arrival = { method: 'GET', path: '/', host: '127.0.0.1:4711' };
const ACT: Arrival = {
  method: 'POST',
  path: '/acts',
  host: '127.0.0.1:4711',
  origin: OWN,
  fetchSite: 'same-origin',
  contentType: 'application/json',
};
const STREAM: Arrival = {
  method: 'GET',
  path: '/events',
  host: '127.0.0.1:4711',
  fetchSite: 'same-origin',
};

describe('refusalOf', () => {
  it.each([
    { what: 'a visit', arrival: VISIT },
    { what: 'a visit from a link of another page', arrival: { ...VISIT, fetchSite: 'cross-site' } },
    { what: 'a visit by the other name', arrival: { ...VISIT, host: 'localhost:4711' } },
    { what: 'an act of the page', arrival: ACT },
    { what: 'the stream of the page', arrival: STREAM },
  ])('lets $what in', ({ arrival }) => {
    expect(refusalOf(arrival, PORT)).toBeUndefined();
  });

  it.each([
    {
      what: 'a name that somebody lets point here',
      arrival: { ...VISIT, host: 'evil.example:4711' },
    },
    { what: 'no name', arrival: { ...VISIT, host: undefined } },
    { what: 'another port', arrival: { ...VISIT, host: '127.0.0.1:80' } },
    { what: 'an act of another page', arrival: { ...ACT, origin: 'https://evil.example' } },
    { what: 'an act of a page without an origin', arrival: { ...ACT, origin: 'null' } },
    { what: 'an act that says nothing of its origin', arrival: { ...ACT, origin: undefined } },
    { what: 'an act as a form sends it', arrival: { ...ACT, contentType: 'text/plain' } },
    { what: 'an act of a page on another port', arrival: { ...ACT, fetchSite: 'same-site' } },
    { what: 'a stream for another page', arrival: { ...STREAM, fetchSite: 'cross-site' } },
    { what: 'another method', arrival: { ...ACT, method: 'DELETE' } },
  ])('refuses $what', ({ arrival }) => {
    expect(refusalOf(arrival, PORT)).toEqual(expect.any(String));
  });
});
