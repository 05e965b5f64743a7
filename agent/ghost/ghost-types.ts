// Any function: `unknown[]` would refuse those that want something of their arguments.
/* eslint-disable @typescript-eslint/no-explicit-any */
type Fn = (...args: any) => any
type Class = abstract new (...args: any) => any

/**
 * Wraps a function (or class), or decorates; what comes out has the type of what went in, overloads and type parameters included.
 *
 * - `ghost(options)(fn)`, `ghost(fn)`
 * - `@ghost(options)` and `@ghost`, standard (TC39 2023-11) and legacy (`experimentalDecorators`), on classes, methods, getters, setters,
 *   accessors and fields, static or not
 */
export interface GhostDecorator {
  /** A function, a class, or a legacy decorator of a class. */
  <T extends Fn | Class>(fn: T): T
  /** A standard decorator of a field. */
  <This, Value>(value: undefined, context: ClassFieldDecoratorContext<This, Value>): (this: This, initial: Value) => Value
  /** A standard decorator of an `accessor`. */
  <This, Value>(
    value: ClassAccessorDecoratorTarget<This, Value>, context: ClassAccessorDecoratorContext<This, Value>
  ): ClassAccessorDecoratorResult<This, Value>
  /** A standard decorator of a class, method, getter or setter. */
  <T extends Fn | Class>(value: T, context: ClassDecoratorContext<any> | ClassMethodDecoratorContext<any, any> |
    ClassGetterDecoratorContext<any, any> | ClassSetterDecoratorContext<any, any>): T
  /** A legacy decorator of a method or accessor. */
  <T>(target: object, key: string | symbol, descriptor: TypedPropertyDescriptor<T>): TypedPropertyDescriptor<T>
  /** A legacy decorator of a field. */
  (target: object, key: string | symbol): void
}
