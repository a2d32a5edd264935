import { AtriumError, defineMessages } from '@atrium/sdk';

export const pluginMessages = defineMessages('plugin', {
  disabled: {
    en: 'The plugin {plugin} is not enabled for your company.',
    'zh-CN': '贵公司尚未启用插件 {plugin}。',
  },
  failed: {
    en: 'The plugin {plugin} could not answer this field. Quote the request id when you ask for help.',
    'zh-CN': '插件 {plugin} 未能返回该字段，请提供请求编号以便排查。',
  },
  tooSlow: {
    en: 'The plugin {plugin} did not answer this field in {ms} ms.',
    'zh-CN': '插件 {plugin} 未能在 {ms} 毫秒内返回该字段。',
  },
  flood: {
    en: 'The plugin {plugin} brings about more than {limit} events and jobs for one cause.',
    'zh-CN': '插件 {plugin} 因同一操作触发的事件和任务超过 {limit} 个。',
  },
  routeTooSlow: {
    en: 'The plugin {plugin} did not answer in {ms} ms.',
    'zh-CN': '插件 {plugin} 未能在 {ms} 毫秒内响应。',
  },
  unfit: {
    en: 'The settings of the plugin {plugin} do not fit its present version. An administrator of your company has to mend them.',
    'zh-CN': '插件 {plugin} 的设置与当前版本不符，请贵公司管理员修改设置。',
  },
  notStarted: {
    en: 'The plugin {plugin} could not start on this installation.',
    'zh-CN': '插件 {plugin} 在本系统中未能启动。',
  },
  uninstalled: {
    en: 'The plugin {plugin} was taken out of this installation.',
    'zh-CN': '插件 {plugin} 已从本系统中移除。',
  },
  needs: {
    en: 'Enable the plugin {other} first: {plugin} needs it.',
    'zh-CN': '请先启用插件 {other}：{plugin} 依赖于它。',
  },
  needed: {
    en: 'The plugin {other} needs {plugin}: disable it first.',
    'zh-CN': '插件 {other} 依赖于 {plugin}，请先停用它。',
  },
  neverEnabled: {
    en: 'The plugin {plugin} has no settings before it has been enabled for the first time.',
    'zh-CN': '插件 {plugin} 首次启用之前没有可修改的设置。',
  },
  noSettings: { en: 'The plugin {plugin} has no settings.', 'zh-CN': '插件 {plugin} 没有设置项。' },
  settingsNotAnObject: { en: 'Settings are an object of names and values.', 'zh-CN': '设置须为由名称和值组成的对象。' },
  badJson: { en: 'The body is not valid JSON.', 'zh-CN': '请求正文不是有效的 JSON。' },
  suspended: {
    en: 'This company is suspended: data can be read, not changed.',
    'zh-CN': '该企业已被暂停服务：数据只能查看，不能更改。',
  },
});

const aboutPlugin = (plugin: string): { params: { plugin: string }; extra: { plugin: string } } => ({
  params: { plugin },
  extra: { plugin },
});

export const pluginDisabled = (plugin: string): AtriumError =>
  new AtriumError('PLUGIN_DISABLED', pluginMessages.disabled, aboutPlugin(plugin));

export const settingsUnfit = (plugin: string): AtriumError =>
  new AtriumError('INTERNAL', pluginMessages.unfit, { ...aboutPlugin(plugin), logged: true });

export const fieldFailed = (plugin: string, cause: unknown): AtriumError =>
  new AtriumError('INTERNAL', pluginMessages.failed, { ...aboutPlugin(plugin), cause, logged: true });

export const fieldTooSlow = (plugin: string, ms: number): AtriumError =>
  new AtriumError('LIMIT_EXCEEDED', pluginMessages.tooSlow, {
    params: { plugin, ms },
    extra: { plugin, what: 'time', limit: ms },
    retryable: true,
  });

export const flooded = (plugin: string, limit: number): AtriumError =>
  new AtriumError('LIMIT_EXCEEDED', pluginMessages.flood, {
    params: { plugin, limit },
    extra: { plugin, what: 'events', limit },
  });

export const routeTooSlow = (plugin: string, ms: number): AtriumError =>
  new AtriumError('LIMIT_EXCEEDED', pluginMessages.routeTooSlow, {
    params: { plugin, ms },
    extra: { plugin, what: 'time', limit: ms },
    retryable: true,
  });
