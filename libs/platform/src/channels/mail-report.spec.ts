import { createHmac } from 'node:crypto';
import { isSigned, readMailReport } from './mail-report';

const TENANT = '01890000-0000-7000-8000-00000000000a';
const DELIVERY = '01890000-0000-7000-8000-00000000000b';
const MESSAGE = `<${DELIVERY}.${TENANT}@atrium.example>`;
const about = { tenantId: TENANT, reference: `${DELIVERY}.${TENANT}` };
const notification = (action: string, status: string, code = '') => `From: MAILER-DAEMON@mx.example
Message-ID: <2031.1@mx.example>
Content-Type: multipart/report; report-type=delivery-status; boundary="x"

--x
Content-Type: message/delivery-status

Final-Recipient: rfc822; wang@example.com
Action: ${action}
Status: ${status}
${code && `Diagnostic-Code: ${code}\n`}
--x
Content-Type: message/rfc822

Message-ID: ${MESSAGE}
Subject: x
--x--`;

describe('readMailReport', () => {
  it.each([
    [
      'a mailbox that is not there',
      notification('failed', '5.1.1', 'smtp; 550 5.1.1 <wang@example.com> unknown'),
      true,
      '5.1.1 smtp; 550 5.1.1 *** unknown',
    ],
    ['a mailbox that is full', notification('failed', '5.2.2'), false, '5.2.2'],
    ['a server that was away', notification('failed', '4.4.7'), false, '4.4.7'],
    [
      'an event of a service',
      JSON.stringify({ messageId: MESSAGE, event: 'bounced', reason: 'no such user wang@example.com' }),
      true,
      'no such user ***',
    ],
    [
      'one that may pass',
      JSON.stringify({ messageId: MESSAGE.slice(1, -1), event: 'bounced', permanent: false, reason: 'full' }),
      false,
      'full',
    ],
    ['a complaint', JSON.stringify({ messageId: MESSAGE, event: 'complained', permanent: false }), true, 'complained'],
  ])('reads %s', (_, body, permanent, reason) => {
    expect(readMailReport(body)).toEqual({ ...about, report: { outcome: 'BOUNCED', permanent, reason } });
  });

  it.each([
    [notification('delivered', '2.0.0'), 'DELIVERED'],
    [JSON.stringify({ messageId: MESSAGE, event: 'opened' }), 'READ'],
  ])('reads what has arrived', (body, outcome) => {
    expect(readMailReport(body)).toEqual({ ...about, report: { outcome } });
  });

  it.each([
    notification('delayed', '4.4.1'),
    notification('failed', '5.1.1').replace(MESSAGE, '<other@example.com>'),
    '{"messageId": 5}',
    '{"event"',
    'hello',
    '',
  ])('makes nothing of anything else', (body) => {
    expect(readMailReport(body)).toBeNull();
  });
});

describe('isSigned', () => {
  const body = Buffer.from('{"a":1}');
  const sign = (secret: string, time: number, text = body.toString()): string =>
    `t=${time},v1=${createHmac('sha256', secret).update(`${time}.${text}`).digest('hex')}`;

  it('takes what was signed with the secret a moment ago, and nothing else', () => {
    expect(isSigned(sign('s', 1_000), body, 's', 1_200)).toBe(true);
    const wrong = [
      undefined,
      '',
      'v1=00',
      sign('other', 1_000),
      sign('s', 1_000, '{"a":2}'),
      sign('s', 800),
      sign('s', 1_600),
    ];
    expect(wrong.map((header) => isSigned(header, body, 's', 1_200))).toEqual(wrong.map(() => false));
  });
});
