/** A value of postgresql.conf. */
export type SettingValue = string | number | boolean;

/** Settings that trade durability for speed: a crash of the machine may lose or corrupt the data. */
const VOLATILE: Record<string, SettingValue> = {
  fsync: false,
  synchronous_commit: false,
  full_page_writes: false,
};

/**
 * Settings of a server for one machine that also runs the application. They hold for PostgreSQL 15 and later.
 * Statements that fail are not logged: their text and detail carry personal data, and the application reports them.
 */
export function serverSettings(options: {
  port: number;
  volatile?: boolean;
  overrides?: Record<string, SettingValue>;
}): Record<string, SettingValue> {
  return {
    max_connections: 200,
    shared_buffers: '128MB',
    effective_cache_size: '1GB',
    work_mem: '8MB',
    maintenance_work_mem: '128MB',
    random_page_cost: 1.1,
    jit: false,
    // No replica is ever attached: the least log makes bulk loads and new databases cheap.
    wal_level: 'minimal',
    max_wal_senders: 0,
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_checkpoints: false,
    log_line_prefix: '%m [%p] ',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(options.volatile ? VOLATILE : {}),
    ...options.overrides,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    port: options.port,
  };
}

/** Text of a configuration file with these settings. */
export function renderSettings(settings: Record<string, SettingValue>): string {
  const lines = Object.entries(settings).map(([name, value]) => {
    const text = typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value);
    return `${name} = '${text.replaceAll("'", "''")}'`;
  });
  return `# Written at every start; lasting changes of your own belong into postgresql.auto.conf (ALTER SYSTEM).\n${lines.join('\n')}\n`;
}
