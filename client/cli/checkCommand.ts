// `nhip check`: validates files and says every mistake of each. Knows files and output.
import { loadFiles } from '../../files/load.js';
import { hasErrors, printed, sentence } from '../../files/messages.js';
import type { ExitCode, Output } from './output.js';

export function checkCommand(paths: readonly string[], out: Output): ExitCode {
  const { messages, files } = loadFiles(paths);
  if (out.json) {
    out.printJson(
      messages.map((message) => ({
        file: message.file,
        line: message.line,
        column: message.column,
        field: message.field,
        code: message.code,
        message: sentence(message, out.language),
        severity: message.severity,
      })),
    );
  } else {
    for (const message of messages) out.say(printed(message, out.language));
  }
  if (hasErrors(messages)) return 1;
  if (!out.json) out.print(summary(files.length, messages.length, out));
  return 0;
}

function summary(files: number, warnings: number, out: Output): string {
  return out.language === 'vi'
    ? `Đã kiểm tra ${files} tệp: không có lỗi, ${warnings} lưu ý.`
    : `${files} files checked: no errors, ${warnings} warnings.`;
}
