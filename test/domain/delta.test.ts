// What changed between two values is enough to make the one from the other.
import fc from 'fast-check';
import { deltaOf, markOf, withDelta } from '../../domain/delta.js';

const value = fc.jsonValue({ maxDepth: 4 }).map((any) => JSON.parse(JSON.stringify(any)) as unknown);

test('the value of then and what changed since make the value of now', () => {
  fc.assert(
    fc.property(value, value, (before, after) => {
      const delta = deltaOf(before, after);
      expect(delta === null ? before : withDelta(before, delta)).toEqual(after);
    }),
  );
});

test('nothing changed is null, whatever the order of keys; a key without a value counts as absent', () => {
  expect(deltaOf({ a: 1, b: [2, { c: 3 }] }, { b: [2, { c: 3 }], a: 1 })).toBeNull();
  expect(deltaOf({ a: 1 }, { a: 1, b: undefined })).toBeNull();
});

test('a key called like something every object has is a key like any other', () => {
  const pairs: readonly (readonly [object, object])[] = [
    [{ toString: 0 }, {}],
    [{}, { constructor: 1 }],
  ];
  for (const [before, after] of pairs) {
    const delta = deltaOf(before, after);
    expect(delta && withDelta(before, delta)).toEqual(after);
  }
});

test('one act more is told by that act alone', () => {
  const before = {
    duties: { 'plan/a': [{ act: 'submitted', on: '2018-02-08' }], 'plan/b': [] },
    paused: null,
  };
  const after = {
    duties: {
      'plan/a': [
        { act: 'submitted', on: '2018-02-08' },
        { act: 'accepted', on: '2018-02-12' },
      ],
      'plan/b': [],
    },
    paused: null,
  };
  expect(deltaOf(before, after)).toEqual({
    in: {
      duties: { in: { 'plan/a': { in: { 1: { is: { act: 'accepted', on: '2018-02-12' } } }, length: 2 } } },
    },
  });
});

test('a change that does not fit what it is put to is an error', () => {
  expect(() => withDelta('text', { in: {} })).toThrow(TypeError);
  expect(() => withDelta([1], { in: {}, length: 2 })).toThrow(TypeError);
});

test('the mark tells values apart, not the order of their keys', () => {
  expect(markOf({ a: 1, b: 2 })).toBe(markOf({ b: 2, a: 1 }));
  expect(markOf({ a: 1, b: 2 })).not.toBe(markOf({ a: 2, b: 1 }));
});
