import {
  attachedFile,
  deadAddress,
  notificationSettingsVersion,
  OWN_WORDS,
  ownPreferenceVersion,
  publishedNotice,
  sentMessage,
  templateVersion,
} from './notice-makers';
import { FRESH, freshly, idOf, made, OMITTED, type Samples, value } from './samples';

/** What fields of messages and notices demand. */
export const noticeSamples: Samples['values'] = {
  ...Object.fromEntries(
    ['SaveTemplateInput', 'PreviewTemplateInput'].flatMap((input) => [
      [`${input}.type`, [value(OWN_WORDS.type)]],
      [`${input}.channel`, [value(OWN_WORDS.channel)]],
      [`${input}.locale`, [value(OWN_WORDS.locale)]],
    ]),
  ),
  'SaveTemplateInput.version': [made(templateVersion)],
  'Mutation.resetNotificationTemplate.input.id': [FRESH],
  'SetNotificationSettingsInput.version': [made(notificationSettingsVersion)],
  'SetNotificationSettingsInput.channelOrder': [value(['PUSH'])],
  'SetNotificationSettingsInput.dailyLimit': [OMITTED],
  'SetNotificationSettingsInput.channelLimits': [value([{ channel: 'PUSH', perMinute: 1_000_000 }])],
  'SetNotificationSettingsInput.typesOff': [value([])],
  // So short that no message of the worlds waits for their end.
  'SetNotificationSettingsInput.quietHours': [value({ from: '03:00', until: '03:01' })],
  'Mutation.setNotificationPreference.input.customerId': [FRESH],
  'SetNotificationPreferenceInput.version': [value(0)],
  'SetMyNotificationPreferenceInput.version': [made(ownPreferenceVersion)],
  ...Object.fromEntries(
    ['SetNotificationPreferenceInput', 'SetMyNotificationPreferenceInput'].flatMap((input) => [
      [`${input}.channels`, [value(['EMAIL'])]],
      [`${input}.timeZone`, [value('Asia/Shanghai')]],
      [`${input}.quietHours`, [value({ from: '21:00', until: '08:00' })]],
    ]),
  ),
  'Mutation.reportBounce.input.id': [freshly(sentMessage)],
  'ReportBounceInput.channel': [value('PUSH')],
  'Mutation.clearUndeliverableAddress.input.id': [freshly(deadAddress)],
  'Mutation.markInboxRead.input.ids': [{ is: 'list', items: [idOf('inbox_message')] }],
  'NoticeTextInput.locale': [value('zh-CN')],
  'CreateNoticeInput.communityId': [idOf('community')],
  'CreateNoticeInput.buildingId': [OMITTED],
  'CreateNoticeInput.segmentId': [OMITTED],
  'CreateNoticeInput.expiresAt': [OMITTED],
  'UpdateNoticeInput.expiresAt': [OMITTED],
  'PublishNoticeInput.at': [OMITTED],
  'Mutation.publishNotice.input.id': [FRESH],
  'Mutation.withdrawNotice.input.id': [freshly(publishedNotice)],
  'Mutation.deleteNotice.input.id': [FRESH],
  'Mutation.removeNoticeAttachment.input.id': [freshly(attachedFile)],
};
