export { ConfiguredLinks } from './configured-links';
export { mailJob } from './mail.job';
export { MailModule } from './mail.module';
