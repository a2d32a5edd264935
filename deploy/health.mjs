// What a container's health check runs: exit code 0 when the process answers that it is ready.
// node deploy/health.mjs http://127.0.0.1:4000/health/ready
const PATIENCE_MS = 2500;
try {
  const answer = await fetch(process.argv[2], { signal: AbortSignal.timeout(PATIENCE_MS) });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
} catch (error) {
  console.error(error.cause?.message ?? error.message);
  process.exitCode = 1;
}
