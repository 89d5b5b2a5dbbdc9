import { describe, expect, it } from 'vitest';
import { checkEndpoint, regionConflict } from '../../../src/domain/destinations/endpoint-rules.ts';

const LONG_LABEL = 'a'.repeat(63);

describe('checkEndpoint', () => {
  it.each([
    ['s3.us-west-2.amazonaws.com', 's3.us-west-2.amazonaws.com'],
    ['S3.US-West-2.amazonaws.com', 's3.us-west-2.amazonaws.com'],
    [' \u201cs3.us-west-2.amazonaws.com\u201d ', 's3.us-west-2.amazonaws.com'],
    ['s3.us\u2011west\u20112.amazonaws.com', 's3.us-west-2.amazonaws.com'],
    ['minio.example.com:9000', 'minio.example.com:9000'],
    ['minio.example.com:65535', 'minio.example.com:65535'],
    ['abc123.r2.cloudflarestorage.com', 'abc123.r2.cloudflarestorage.com'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['s3.xn--p1ai', 's3.xn--p1ai'],
    [`${LONG_LABEL}.example.com`, `${LONG_LABEL}.example.com`],
  ])('takes %s as %s', (typed, value) => {
    expect(checkEndpoint(typed)).toEqual({ ok: true, value });
  });

  it.each([
    ['', 'Write the host'],
    ['https://s3.us-west-2.amazonaws.com', 'Leave out https://'],
    ['HTTP://s3.us-west-2.amazonaws.com', 'Leave out https://'],
    ['s3://shop-backups', 'Leave out https://'],
    ['//s3.us-west-2.amazonaws.com', 'Leave out https://'],
    ['s3.us-west-2.amazonaws.com/', 'after the host'],
    ['s3.us-west-2.amazonaws.com/shop', 'after the host'],
    ['s3.us-west-2.amazonaws.com?x=1', 'after the host'],
    ['s3.us-west-2.amazonaws.com#x', 'after the host'],
    ['s3.us-west-2.amazonaws.com\\x', 'after the host'],
    ['user@s3.us-west-2.amazonaws.com', 'up to the @'],
    ['https://key:secret@s3.us-west-2.amazonaws.com', 'up to the @'],
    ['minio.example.com:', 'a port as a number'],
    ['minio.example.com:0', 'a port as a number'],
    ['minio.example.com:65536', 'a port as a number'],
    ['minio.example.com:https', 'a port as a number'],
    ['127.0.0.1', 'rather than an address'],
    ['127.1', 'rather than an address'],
    ['0177.0.0.1', 'rather than an address'],
    ['2130706433', 'rather than an address'],
    ['0x7f000001', 'rather than an address'],
    ['0x7f.0.0.0x1', 'rather than an address'],
    ['169.254.169.254', 'rather than an address'],
    ['10.0.0.1:9000', 'rather than an address'],
    ['[::1]', 'rather than an address'],
    ['::1', 'rather than an address'],
    ['[fe80::1]:443', 'rather than an address'],
    ['\uff11\uff12\uff17.0.0.\uff11', 'in plain letters'],
    ['localhost', 'Northflank can reach'],
    ['localhost:9000', 'Northflank can reach'],
    ['minio.localhost', 'Northflank can reach'],
    ['localhost.localdomain', 'Northflank can reach'],
    ['b\u00fccher.example', 'in plain letters'],
    ['\u04553.us-west-2.amazonaws.com', 'in plain letters'],
    ['minio.node1', 'letters, digits, dots and hyphens'],
    ['minio', 'letters, digits, dots and hyphens'],
    ['minio.example.com.', 'letters, digits, dots and hyphens'],
    ['-minio.example.com', 'letters, digits, dots and hyphens'],
    ['mini o.example.com', 'letters, digits, dots and hyphens'],
    ['mini_o.example.com', 'letters, digits, dots and hyphens'],
    ['minio..example.com', 'letters, digits, dots and hyphens'],
    [`a${LONG_LABEL}.example.com`, 'letters, digits, dots and hyphens'],
    [`${`${LONG_LABEL}.`.repeat(4)}com`, 'letters, digits, dots and hyphens'],
    ['shop-backups.s3.us-west-2.amazonaws.com', 'Leave the bucket out of the host: s3.us-west-2'],
    ['shop.nyc3.digitaloceanspaces.com', 'Leave the bucket out of the host: nyc3.digital'],
    ['shop.s3.fr-par.scw.cloud', 'Leave the bucket out of the host: s3.fr-par.scw'],
    ['s3shop.s3.us-west-2.amazonaws.com', 'Leave the bucket out of the host: s3.us-west-2'],
  ])('refuses %s and says how to write it', (typed, part) => {
    expect(checkEndpoint(typed)).toEqual({ ok: false, error: expect.stringContaining(part) });
  });

  it('never repeats what stands before an @, since it may be a key', () => {
    const checked = checkEndpoint('https://AKIACANARY:canary-secret@s3.us-west-2.amazonaws.com');

    expect(JSON.stringify(checked)).not.toMatch(/canary/i);
  });
});

describe('regionConflict', () => {
  it.each([
    ['us-west-2', 's3.us-west-2.amazonaws.com'],
    ['us-west-2', 's3-us-west-2.amazonaws.com'],
    ['us-west-2', 's3.dualstack.us-west-2.amazonaws.com'],
    ['us-gov-west-1', 's3-fips.us-gov-west-1.amazonaws.com'],
    ['cn-north-1', 's3.cn-north-1.amazonaws.com.cn'],
    ['eu-west-1', 's3.amazonaws.com'],
    ['auto', 'abc.r2.cloudflarestorage.com'],
    ['us-east-1', 'abc.eu.r2.cloudflarestorage.com'],
    ['nyc3', 'nyc3.digitaloceanspaces.com'],
    ['us-east-1', 'nyc3.digitaloceanspaces.com'],
    ['us-west-004', 's3.us-west-004.backblazeb2.com'],
    ['eu-central-1', 's3.eu-central-1.wasabisys.com'],
    ['fr-par', 's3.fr-par.scw.cloud'],
    ['gra', 's3.gra.io.cloud.ovh.net'],
    ['us-west-2', 'minio.example.com:9000'],
    ['fr-par', 's3.us-west-2.example.com'],
  ])('finds %s good at %s', (region, endpoint) => {
    expect(regionConflict(region, endpoint)).toBeUndefined();
  });

  it.each([
    ['us-east-1', 's3.us-west-2.amazonaws.com', 'us-west-2'],
    ['us-west-2a', 's3.us-west-2.amazonaws.com:443', 'us-west-2'],
    ['US-WEST-2', 's3.us-west-2.amazonaws.com', 'us-west-2'],
    ['auto', 's3.us-west-2.amazonaws.com', 'us-west-2'],
    ['us-west-2', 's3.dualstack.eu-west-1.amazonaws.com', 'eu-west-1'],
    ['weur', 'abc.r2.cloudflarestorage.com', 'auto'],
    ['fra1', 'nyc3.digitaloceanspaces.com', 'nyc3'],
    ['eu-central-003', 's3.us-west-004.backblazeb2.com', 'us-west-004'],
    ['us-west-1', 's3.eu-central-1.wasabisys.com', 'eu-central-1'],
    ['nl-ams', 's3.fr-par.scw.cloud', 'fr-par'],
    ['sbg', 's3.gra.io.cloud.ovh.net', 'gra'],
  ])('finds %s wrong at %s and names %s', (region, endpoint, right) => {
    expect(regionConflict(region, endpoint)).toContain(right);
  });
});
