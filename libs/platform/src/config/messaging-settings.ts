import { isAllowedEntry } from '../outbound/addresses';
import { integer, list, text, url } from './field';

const isName = (value: string): boolean => /^([a-z][a-z0-9-]{0,39})?$/.test(value);

/** What takes messages of a kind away; `what` says which. */
const provider = (env: string, what: string) =>
  text({
    env,
    description: `What takes ${what}: \`file\` writes them to the data folder, \`none\` sends none, others come with plugins.`,
    allowed: 'the name of a provider, such as `file`, or `none`',
    isValid: isName,
    default: '',
    defaultText: '`file`; `none` in production',
  });

/** How what is said leaves the platform: mails, messages, requests to programs of others. */
export const MESSAGING_SETTINGS = {
  mail: {
    smtpUrl: url({
      env: 'SMTP_URL',
      description: 'Server for outgoing mail. Without it mails are written to the data folder.',
      schemes: ['smtp', 'smtps'],
      example: 'smtps://user:password@mail.example.com:465',
      defaultText: 'none: mails go to the data folder',
    }),
    from: text({
      env: 'MAIL_FROM',
      description: 'Sender of mails. In production with `SMTP_URL` it must be given.',
      allowed: 'an e-mail address, or a name and an address as in `Atrium <atrium@example.com>`',
      isValid: (value) => /^(?:[^<>\r\n]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/.test(value),
      default: 'Atrium <atrium@localhost>',
    }),
    reportSecret: text({
      env: 'MAIL_REPORT_SECRET',
      description:
        'Signs what a mail server or service reports about mails to `/hooks/mail`. Without it nobody is believed.',
      allowed: 'at least 32 characters',
      isValid: (value) => value === '' || value.length >= 32,
      default: '',
      defaultText: 'none',
      secrecy: 'secret',
    }),
  },
  sms: {
    gateway: text({
      env: 'SMS_GATEWAY',
      description:
        'What takes short messages to phones: `file` writes them to the data folder, `none` sends none, others come with plugins. Without one, customers sign in by e-mail alone.',
      allowed: 'the name of a gateway, such as `file`, or `none`',
      isValid: isName,
      default: '',
      defaultText: '`file`; `none` in production',
    }),
  },
  channels: {
    wechat: provider('CHANNEL_WECHAT', 'messages to WeChat'),
    voice: provider('CHANNEL_VOICE', 'calls that read a message out'),
    push: provider('CHANNEL_PUSH', 'messages to phones that have the app'),
  },
  outbound: {
    allowed: list({
      env: 'OUTBOUND_ALLOWED',
      description:
        'Targets in private networks that webhooks of companies may be sent to all the same, and without TLS: names of hosts, addresses, or blocks in CIDR notation, such as `127.0.0.1` for trying things out. Everything else must be https on the public internet.',
      allowed: 'names of hosts in small letters, IP addresses or CIDR blocks, separated by commas, none twice',
      isValid: isAllowedEntry,
      defaultText: 'none',
    }),
    disableAfterHours: integer({
      env: 'WEBHOOK_DISABLE_AFTER_HOURS',
      description: 'Hours for which every delivery of a webhook must have failed before it is disabled.',
      unit: 'hours',
      min: 1,
      max: 720,
      default: 72,
    }),
  },
} as const;
