import type { PickleMachine } from './pickle-machine';
import type { PickleValue } from './pickle-value';

type Operation = (machine: PickleMachine) => void;

const push =
  (read: (machine: PickleMachine) => PickleValue): Operation =>
  (machine) =>
    machine.push(read(machine));

/** Python's long of `length` bytes, two's complement, lowest byte first. */
function long(machine: PickleMachine, length: number): number | bigint {
  if (length > 256) return machine.fail(`has a whole number of ${length} bytes`);
  const hex = Buffer.from(machine.cursor.take(length)).reverse().toString('hex');
  return narrow(BigInt.asIntN(8 * length, BigInt(`0x${hex || '0'}`)));
}

const narrow = (value: bigint) => (Number.isSafeInteger(Number(value)) ? Number(value) : value);

function decimal(machine: PickleMachine): PickleValue {
  const line = machine.cursor.line();
  if (line === '00' || line === '01') return line === '01';
  return /^-?\d{1,400}L?$/.test(line)
    ? narrow(BigInt(line.replace('L', '')))
    : machine.fail(`has the number "${line}"`);
}

function stackGlobal(machine: PickleMachine): void {
  const [module, name] = machine.popMany(2);
  if (typeof module !== 'string' || typeof name !== 'string') machine.fail('names a global by what is not text');
  else machine.global(module, name);
}

function protocol(machine: PickleMachine): void {
  const version = machine.cursor.uint8();
  if (version > 5) machine.fail(`is of protocol ${version}; 0 to 5 are known`);
}

/** NEWOBJ is a call too. */
const call: Operation = (machine) => machine.call();

function quoted(machine: PickleMachine): PickleValue {
  const line = machine.cursor.line();
  return /^(['"])[^\\]*\1$/.test(line) ? line.slice(1, -1) : machine.fail('has a string with escapes');
}

function dict(machine: PickleMachine): void {
  const items = machine.popToMark();
  machine.push(new Map());
  machine.setItems(items);
}

/** Every opcode that plain data of protocols 0 to 5 needs; INST, OBJ, NEWOBJ_EX and extensions make objects and are refused. */
export const opcodes: ReadonlyMap<number, Operation> = new Map<number, Operation>([
  [0x80, protocol], // PROTO
  [0x95, ({ cursor }) => void cursor.uint64()], // FRAME
  [0x28, (machine) => machine.mark()], // MARK
  [0x30, (machine) => void machine.pop()], // POP
  [0x31, (machine) => void machine.popToMark()], // POP_MARK
  [0x32, push((machine) => machine.top())], // DUP
  [0x4e, push(() => null)], // NONE
  [0x88, push(() => true)], // NEWTRUE
  [0x89, push(() => false)], // NEWFALSE
  [0x49, push(decimal)], // INT
  [0x4c, push(decimal)], // LONG
  [0x4a, push(({ cursor }) => cursor.int32())], // BININT
  [0x4b, push(({ cursor }) => cursor.uint8())], // BININT1
  [0x4d, push(({ cursor }) => cursor.uint16())], // BININT2
  [0x8a, push((machine) => long(machine, machine.cursor.uint8()))], // LONG1
  [0x8b, push((machine) => long(machine, machine.cursor.uint32()))], // LONG4
  [0x46, push(({ cursor }) => Number(cursor.line()))], // FLOAT
  [0x47, push(({ cursor }) => cursor.float64())], // BINFLOAT
  [0x53, push(quoted)], // STRING
  [0x54, push(({ cursor }) => cursor.latin1(cursor.uint32()))], // BINSTRING
  [0x55, push(({ cursor }) => cursor.latin1(cursor.uint8()))], // SHORT_BINSTRING
  [0x56, push(({ cursor }) => cursor.line())], // UNICODE
  [0x58, push(({ cursor }) => cursor.text(cursor.uint32()))], // BINUNICODE
  [0x8c, push(({ cursor }) => cursor.text(cursor.uint8()))], // SHORT_BINUNICODE
  [0x8d, push(({ cursor }) => cursor.text(cursor.uint64()))], // BINUNICODE8
  [0x42, push(({ cursor }) => cursor.take(cursor.uint32()))], // BINBYTES
  [0x43, push(({ cursor }) => cursor.take(cursor.uint8()))], // SHORT_BINBYTES
  [0x8e, push(({ cursor }) => cursor.take(cursor.uint64()))], // BINBYTES8
  [0x96, push(({ cursor }) => cursor.take(cursor.uint64()))], // BYTEARRAY8
  [0x5d, push(() => [])], // EMPTY_LIST
  [0x29, push(() => [])], // EMPTY_TUPLE
  [0x8f, push(() => [])], // EMPTY_SET
  [0x61, (machine) => machine.append(machine.popMany(1))], // APPEND
  [0x65, (machine) => machine.append(machine.popToMark())], // APPENDS
  [0x90, (machine) => machine.append(machine.popToMark())], // ADDITEMS
  [0x6c, push((machine) => machine.popToMark())], // LIST
  [0x74, push((machine) => machine.popToMark())], // TUPLE
  [0x91, push((machine) => machine.popToMark())], // FROZENSET
  [0x85, push((machine) => machine.popMany(1))], // TUPLE1
  [0x86, push((machine) => machine.popMany(2))], // TUPLE2
  [0x87, push((machine) => machine.popMany(3))], // TUPLE3
  [0x7d, push(() => new Map())], // EMPTY_DICT
  [0x64, dict], // DICT
  [0x73, (machine) => machine.setItems(machine.popMany(2))], // SETITEM
  [0x75, (machine) => machine.setItems(machine.popToMark())], // SETITEMS
  [0x67, (machine) => machine.recall(Number(machine.cursor.line()))], // GET
  [0x68, (machine) => machine.recall(machine.cursor.uint8())], // BINGET
  [0x6a, (machine) => machine.recall(machine.cursor.uint32())], // LONG_BINGET
  [0x70, (machine) => machine.remember(Number(machine.cursor.line()))], // PUT
  [0x71, (machine) => machine.remember(machine.cursor.uint8())], // BINPUT
  [0x72, (machine) => machine.remember(machine.cursor.uint32())], // LONG_BINPUT
  [0x94, (machine) => machine.remember()], // MEMOIZE
  [0x63, (machine) => machine.global(machine.cursor.line(), machine.cursor.line())], // GLOBAL
  [0x93, stackGlobal], // STACK_GLOBAL
  [0x52, call], // REDUCE
  [0x81, call], // NEWOBJ
  [0x62, (machine) => machine.build()], // BUILD
  [0x50, (machine) => machine.persistent(machine.cursor.line())], // PERSID
  [0x51, (machine) => machine.persistent(machine.pop())], // BINPERSID
]);
