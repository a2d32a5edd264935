export { SmsModule } from './sms.module';
