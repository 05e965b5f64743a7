/**
 * The capsule's documents, format 1. Everything that is stored, and everything that readers hand out, has its shape here.
 *
 * Two vocabularies are used on purpose: names of the Chrome DevTools Protocol (CDP) for what V8 says about code and objects
 * (`scriptId`-like script indexes, `lineNumber0`, scope types, `subtype`), and OpenTelemetry's `exception.*` for the error.
 * Fields may be added within version 1; readers ignore what they do not know.
 */
export * from './model/values'
export * from './model/stack'
export * from './model/exception'
export * from './model/culprit'
export * from './model/occasion'
export * from './model/process'
export * from './model/crash'
export * from './model/manifest'
export * from './model/crash-record'
