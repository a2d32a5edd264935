import { registerEnumType } from '@nestjs/graphql';

export enum TicketKind {
  COMPLAINT = 'COMPLAINT',
  REPAIR = 'REPAIR',
  SERVICE = 'SERVICE',
  INQUIRY = 'INQUIRY',
  SUGGESTION = 'SUGGESTION',
  PRAISE = 'PRAISE',
  VIOLATION = 'VIOLATION',
  MEDIATION = 'MEDIATION',
  EMERGENCY = 'EMERGENCY',
}
registerEnumType(TicketKind, {
  name: 'TicketKind',
  description: 'What a ticket is about.',
  valuesMap: {
    COMPLAINT: { description: 'Somebody is not content (投诉).' },
    REPAIR: { description: 'Something is broken (报修).' },
    SERVICE: { description: 'A paid service is wanted (特约有偿服务).' },
    INQUIRY: { description: 'A question (咨询).' },
    SUGGESTION: { description: 'An idea (建议).' },
    PRAISE: { description: 'Somebody is more than content (表扬).' },
    VIOLATION: { description: 'An owner breaks a rule (业主违规).' },
    MEDIATION: { description: 'Neighbours are at odds (邻里纠纷).' },
    EMERGENCY: { description: 'Danger: its clock runs day and night (应急).' },
  },
});

export enum TicketChannel {
  PHONE = 'PHONE',
  WEB = 'WEB',
  APP = 'APP',
  WECHAT = 'WECHAT',
  EMAIL = 'EMAIL',
  WALK_IN = 'WALK_IN',
  COMMENT_CARD = 'COMMENT_CARD',
  HOTLINE_12345 = 'HOTLINE_12345',
  SURVEY = 'SURVEY',
  INSPECTION = 'INSPECTION',
}
registerEnumType(TicketChannel, {
  name: 'TicketChannel',
  description: 'How a ticket came in.',
  valuesMap: {
    PHONE: { description: 'Telephone.' },
    WEB: { description: 'Web site.' },
    APP: { description: 'App.' },
    WECHAT: { description: 'WeChat.' },
    EMAIL: { description: 'E-mail.' },
    WALK_IN: { description: 'In person, at the front desk.' },
    COMMENT_CARD: { description: 'A comment card (意见卡).' },
    HOTLINE_12345: { description: 'The government’s hotline, which sets a deadline of its own.' },
    SURVEY: { description: 'An answer in a survey.' },
    INSPECTION: { description: 'Found by staff on their rounds.' },
  },
});

export enum TicketSeverity {
  CRITICAL = 'CRITICAL',
  MAJOR = 'MAJOR',
  GENERAL = 'GENERAL',
  MINOR = 'MINOR',
}
registerEnumType(TicketSeverity, {
  name: 'TicketSeverity',
  description: 'How much is at stake.',
  valuesMap: {
    CRITICAL: { description: 'People or the building are in danger, or the public looks on.' },
    MAJOR: { description: 'Many are hit, or one is hit hard.' },
    GENERAL: { description: 'As most tickets are.' },
    MINOR: { description: 'It can wait.' },
  },
});
/** These are resolved only with investigation, cause and emergency measure told. */
export const GRAVE: readonly TicketSeverity[] = [TicketSeverity.CRITICAL, TicketSeverity.MAJOR];

export enum CommentVisibility {
  INTERNAL = 'INTERNAL',
  CUSTOMER = 'CUSTOMER',
}
registerEnumType(CommentVisibility, {
  name: 'CommentVisibility',
  description: 'Who reads a comment.',
  valuesMap: {
    INTERNAL: { description: 'Staff alone.' },
    CUSTOMER: { description: 'The customer, too.' },
  },
});

export enum TicketLinkKind {
  RELATED = 'RELATED',
  DUPLICATE = 'DUPLICATE',
  CAUSED_BY = 'CAUSED_BY',
}
registerEnumType(TicketLinkKind, {
  name: 'TicketLinkKind',
  description: 'What a ticket is to another.',
  valuesMap: {
    RELATED: { description: 'They have to do with each other.' },
    DUPLICATE: { description: 'It tells the same.' },
    CAUSED_BY: { description: 'The other is its cause.' },
  },
});

export enum TicketTarget {
  FIRST_RESPONSE = 'FIRST_RESPONSE',
  PROGRESS_UPDATE = 'PROGRESS_UPDATE',
  RESOLUTION = 'RESOLUTION',
}
registerEnumType(TicketTarget, {
  name: 'TicketTarget',
  description: 'What is promised of a ticket.',
  valuesMap: {
    FIRST_RESPONSE: { description: 'The customer is answered, or somebody begins.' },
    PROGRESS_UPDATE: { description: 'The customer hears how it stands, again and again.' },
    RESOLUTION: { description: 'It is resolved.' },
  },
});

/** What a history entry tells. */
export enum TicketEventKind {
  CREATED = 'CREATED',
  MOVED = 'MOVED',
  ASSIGNED = 'ASSIGNED',
  CHANGED = 'CHANGED',
  FILES_ADDED = 'FILES_ADDED',
  FILE_REMOVED = 'FILE_REMOVED',
  INCIDENT = 'INCIDENT',
  RAISED = 'RAISED',
  VIOLATION = 'VIOLATION',
  MEDIATION = 'MEDIATION',
  CALL = 'CALL',
  ARTICLE = 'ARTICLE',
  DEFERRED = 'DEFERRED',
  RETURNED = 'RETURNED',
  MERGED_IN = 'MERGED_IN',
  SLA_WARNED = 'SLA_WARNED',
  SLA_BREACHED = 'SLA_BREACHED',
  ESCALATED = 'ESCALATED',
  PROMISED = 'PROMISED',
  PROMISE_BROKEN = 'PROMISE_BROKEN',
  WORK_ORDER = 'WORK_ORDER',
  APPOINTMENT = 'APPOINTMENT',
  SERVICE = 'SERVICE',
  PLAYBOOK = 'PLAYBOOK',
  RECOVERY = 'RECOVERY',
  FOLLOW_UP = 'FOLLOW_UP',
}
registerEnumType(TicketEventKind, {
  name: 'TicketEventKind',
  description: 'What happened to a ticket.',
  valuesMap: {
    CREATED: { description: 'It was taken down.' },
    MOVED: { description: 'It went from one state to another.' },
    ASSIGNED: { description: 'It was given to somebody, or to a team.' },
    CHANGED: { description: 'What it says was changed.' },
    FILES_ADDED: { description: 'Files were attached.' },
    FILE_REMOVED: { description: 'A file was taken off.' },
    INCIDENT: { description: 'It came under an incident, or left it.' },
    CALL: { description: 'A call was about it.' },
    ARTICLE: { description: 'An article of the knowledge base helped with it.' },
    VIOLATION: { description: 'A step against a violation was taken.' },
    MEDIATION: { description: 'A party was named, or a meeting held.' },
    RAISED: { description: 'Somebody escalated it by hand, e.g. because the press asks.' },
    DEFERRED: { description: 'It was put off until a time.' },
    RETURNED: { description: 'The time it was put off to has come.' },
    MERGED_IN: { description: 'Another ticket went into it.' },
    SLA_WARNED: { description: 'Three quarters of a target’s time are gone.' },
    SLA_BREACHED: { description: 'A target was missed.' },
    ESCALATED: { description: 'A step of the escalation ladder was reached.' },
    PROMISED: { description: 'The customer was promised a time.' },
    PROMISE_BROKEN: { description: 'The promised time passed.' },
    WORK_ORDER: { description: 'A team’s part of it was made or moved on.' },
    APPOINTMENT: { description: 'A visit was booked, moved, kept, missed or called off.' },
    SERVICE: { description: 'A paid service was offered, confirmed or charged.' },
    PLAYBOOK: { description: 'A playbook was taken up or worked through.' },
    RECOVERY: { description: 'Amends were made, asked for or decided on (服务补救).' },
    FOLLOW_UP: { description: 'The customer was asked how it was, answered, or was called (回访).' },
  },
});

/** Why somebody escalates a ticket by hand. */
export enum EscalationReason {
  MEDIA_EXPOSURE = 'MEDIA_EXPOSURE',
  HOTLINE_12345 = 'HOTLINE_12345',
  GROUP_COMPLAINT = 'GROUP_COMPLAINT',
  SAFETY = 'SAFETY',
  REPEATED = 'REPEATED',
  OTHER = 'OTHER',
}
registerEnumType(EscalationReason, {
  name: 'EscalationReason',
  description: 'Why a ticket is escalated.',
  valuesMap: {
    MEDIA_EXPOSURE: { description: 'The press or social media have it, or are about to (媒体曝光).' },
    HOTLINE_12345: { description: 'The government’s hotline is in it.' },
    GROUP_COMPLAINT: { description: 'Many complain of the same (群诉).' },
    SAFETY: { description: 'Somebody could come to harm.' },
    REPEATED: { description: 'It comes again and again.' },
    OTHER: { description: 'Anything else; the note tells.' },
  },
});
