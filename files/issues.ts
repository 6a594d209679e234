// From zod's issues to file messages. Knows zod's codes; must not know any key.
import type * as z from 'zod';
import { fileMessage, type Facts, type FileMessage, type MessageCode, type Spot } from './messages.js';
import { near } from './near.js';
import { ownWrong } from './values.js';
import type { Path, Place } from './yaml.js';

type Issue = z.core.$ZodIssue;

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'number',
  int: 'wholeNumber',
  boolean: 'boolean',
  array: 'list',
  object: 'map',
  record: 'map',
};

/** zod's own wording is used nowhere: it is half translated and speaks of undefined. */
export function messagesOf(file: string, issues: readonly Issue[], root: Place): FileMessage[] {
  return issues.flatMap((issue) => {
    const path = pathOf(issue);
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => {
        const meant = near(key, issue.message.split(' '));
        return fileMessage(file, root.key(...path, key), 'unknownKey', {
          key,
          ...(meant && { near: meant }),
        });
      });
    }
    // A bad name among free names (a role) is told at the name.
    const inner = issue.code === 'invalid_key' ? ownWrong(issue.issues[0]) : undefined;
    if (inner) return [fileMessage(file, root.key(...path), inner.code, inner.facts)];
    const [code, facts] = wordOf(issue, path);
    return [fileMessage(file, spotOf(root, path), code, facts)];
  });
}

export function pathOf(issue: Issue): (string | number)[] {
  return issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
}

function spotOf(root: Place, path: Path): Spot {
  return root.at(...path);
}

function wordOf(issue: Issue, path: Path): [MessageCode, Facts] {
  const own = ownWrong(issue);
  if (own) return [own.code, own.facts];
  if (!('input' in issue) || issue.input === undefined) {
    return ['fieldMissing', { field: String(path.at(-1) ?? '') }];
  }
  if (issue.code === 'invalid_union' && issue.discriminator !== undefined) return ofUnion(issue);
  if (issue.input === null) return ['empty', {}];
  if (issue.code === 'invalid_value') return notListed(issue.input, issue.values);
  const expected = issue.code === 'invalid_type' ? (TYPES[issue.expected] ?? issue.expected) : 'yearOrDate';
  return ['wrongType', { expected, found: typeName(issue.input) }];
}

function notListed(input: unknown, values: readonly unknown[]): [MessageCode, Facts] {
  if (typeof input === 'object') return ['wrongType', { expected: 'text', found: typeName(input) }];
  const value = typeof input === 'string' ? input : JSON.stringify(input);
  const listed = values.map(String);
  const meant = near(value, listed);
  return ['notListed', { value, list: listed.join(', '), ...(meant && { near: meant }) }];
}

function typeName(input: unknown): string {
  if (input === null) return 'null';
  if (Array.isArray(input)) return 'list';
  return typeof input === 'object' ? 'map' : typeof input;
}

/** A group whose kind is told by one key (`do` of an event), and that key is missing or unknown. */
function ofUnion(issue: z.core.$ZodIssueInvalidUnion): [MessageCode, Facts] {
  const key = issue.discriminator ?? '';
  const input = typeof issue.input === 'object' && issue.input !== null ? Object.entries(issue.input) : [];
  const value: unknown = input.find(([name]) => name === key)?.[1];
  if (value === undefined) return ['fieldMissing', { field: key }];
  if (value === null) return ['empty', {}];
  return notListed(value, 'options' in issue && Array.isArray(issue.options) ? issue.options : []);
}
