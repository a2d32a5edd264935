import type { HttpAnswer, HttpRequest } from './test-http';
import type { TestClient } from './test-client';

export interface UploadedFile {
  readonly fileName: string;
  readonly content: Buffer;
  readonly contentType?: string;
}

/** Uploads a file as `client`, as apps do: an address is asked for, then the content sent there. Answers its id. */
export async function uploadFile(
  http: (request: HttpRequest) => Promise<HttpAnswer>,
  client: TestClient,
  { fileName, content, contentType = 'application/octet-stream' }: UploadedFile,
): Promise<string> {
  const { createUpload } = await client.ok<{ createUpload: { file: { id: string }; url: string } }>(
    'mutation ($input: CreateUploadInput!) { createUpload(input: $input) { file { id } url } }',
    { input: { fileName, contentType, bytes: content.length } },
  );
  const { statusCode, body } = await http({
    method: 'PUT',
    url: createUpload.url,
    payload: content,
    headers: { 'content-type': 'application/octet-stream' },
  });
  if (statusCode >= 300) throw new Error(`Upload of ${fileName}: ${statusCode} ${body}`);
  return createUpload.file.id;
}
