export { IS_CLEAN_TEXT, IsCleanText } from './is-clean-text';
