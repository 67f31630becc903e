import mongoose from 'mongoose';
import { describe, expect, it } from 'vitest';
import { failureOf } from '../../../subgraphs/shared/write-errors.js';

const { MongoError, MongoNetworkError, MongoServerError } = mongoose.mongo;

describe('a failed command', () => {
  it.each([
    ['a network error of the driver', new MongoNetworkError('connection closed'), 'uncertain'],
    // As the driver passes it on from a socket that was full when the other end went away.
    [
      'an error of the socket',
      Object.assign(new Error('write EPIPE'), { code: 'EPIPE', syscall: 'write' }),
      'uncertain',
    ],
    ['any other error of the driver', new MongoError('what?'), 'uncertain'],
    ['a server that stops being primary', new MongoServerError({ message: 'not primary', code: 10107 }), 'uncertain'],
    ['a server without room', new MongoServerError({ message: 'no space', code: 14031 }), 'full'],
    ['a server that refuses the document', new MongoServerError({ message: 'too large', code: 10334 }), 'hopeless'],
    ['a mistake of ours', new TypeError('undefined is not a function'), 'hopeless'],
  ])('by %s leaves its write so', (_name, error, failure) => {
    expect(failureOf(error)).toBe(failure);
  });
});
