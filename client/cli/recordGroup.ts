// The commands that read the record. Knows which words exist; each command is loaded only when called.
import { type CommandLine, type Common, common } from './arguments.js';

export function addRecordCommands({ group, run }: CommandLine): void {
  const record = group('record', 'Nhật ký · the record');
  common(record.command('verify').description('Kiểm tra chuỗi xác thực · verify the chains'))
    .option('--seal', 'niêm phong sau khi kiểm tra · seal the heads')
    .action(async (options: Common & { readonly seal?: boolean }) =>
      run(options, async (out) =>
        (await import('./recordCommands.js')).recordVerifyCommand(options.seal === true, out),
      ),
    );
  common(record.command('export <code>').description('Xuất nhật ký, JSON · export as JSON')).action(
    async (code: string, options: Common) =>
      run(options, async (out) => (await import('./recordCommands.js')).recordExportCommand(code, out)),
  );
}
