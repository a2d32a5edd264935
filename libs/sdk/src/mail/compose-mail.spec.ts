import { composeMail } from './compose-mail';

const draft = { to: 'li@he-yuan.example', locale: 'zh-CN', subject: 'Hello' } as const;

describe('composeMail', () => {
  it('says the same as text and as HTML', () => {
    const link = 'https://atrium.example/account/invitation#atr_i_1';
    const mail = composeMail({ ...draft, parts: ['您好！\n欢迎。', { link, label: '设置密码' }, { code: 'atr_i_1' }] });
    expect(mail).toMatchObject({ to: 'li@he-yuan.example', locale: 'zh-CN', subject: 'Hello' });
    expect(mail.text).toBe(`您好！\n欢迎。\n\n设置密码\n${link}\n\natr_i_1\n`);
    expect(mail.html).toContain('<html lang="zh-CN">');
    expect(mail.html).toContain(`<p>您好！<br>欢迎。</p>\n<p><a href="${link}">设置密码</a></p>`);
  });

  it('interprets nothing of what it is given', () => {
    const evil = `<img src=x onerror="alert('1')"> & co`;
    const mail = composeMail({
      ...draft,
      subject: `${evil}\r\nBcc: everybody@example.com`,
      parts: [evil, { code: evil }, { link: 'https://x.example/?a=1&b="><script>', label: evil }],
    });
    expect(mail.html).not.toMatch(/<img|<script/);
    expect(mail.html?.split('&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; co')).toHaveLength(5);
    expect(mail.html).toContain('href="https://x.example/?a=1&amp;b=&quot;&gt;&lt;script&gt;"');
    expect(mail.subject).toBe(`${evil} Bcc: everybody@example.com`);
    expect(mail.text).toContain(evil);
  });

  it.each(['javascript:alert(1)', 'ftp://x', '/account'])('refuses a link that is no web address: %s', (link) => {
    expect(() => composeMail({ ...draft, parts: [{ link, label: 'x' }] })).toThrow('Not a web address');
  });
});
