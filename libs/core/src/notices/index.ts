export { noticesContext } from './notices.context';
export { noticeEvents } from './notices.events';
