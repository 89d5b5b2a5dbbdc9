import { App } from '@slack/bolt';

// What people start from: a Bolt app that acknowledges and does nothing else.
const app = new App({
  token: process.env['SLACK_BOT_TOKEN'] ?? '',
  appToken: process.env['SLACK_APP_TOKEN'] ?? '',
  socketMode: true,
  clientOptions: { slackApiUrl: process.env['SLACK_API_URL'] ?? '' },
});
app.command('/backups', async ({ ack }) => {
  await ack();
});
await app.start();
process.stderr.write('"event":"started"\n');
