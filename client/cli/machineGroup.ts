// The commands that run parts of Nhịp or say how they are. Knows which words exist; each command is loaded only when called.
import type { CommandLine, Common } from './arguments.js';

export function addMachineCommands({ command, run }: CommandLine): void {
  command('start', 'Chạy mọi phần trên một máy · everything on one machine').action(async (options: Common) =>
    run(options, async (out) => (await import('./startCommand.js')).startCommand(out)),
  );
  command('worker', 'Tiến trình xử lý riêng · a worker of its own').action(async (options: Common) =>
    run(options, async (out) => (await import('./workerCommand.js')).workerCommand(out)),
  );
  command('desk', 'Trang tình trạng riêng · the desk of its own').action(async (options: Common) =>
    run(options, async (out) => (await import('./deskCommand.js')).deskCommand(out)),
  );
  command('doctor', 'Phần nào chạy, phần nào cần xử lý · what is wrong').action(async (options: Common) =>
    run(options, async (out) => (await import('./doctorCommand.js')).doctorCommand(out)),
  );
}
