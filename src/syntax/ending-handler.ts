export interface ThrowFrame { function: string, source: string, scriptKey: string, lineNumber0: number, columnNumber0: number, isAsync: boolean }
export function endingHandler (_f: readonly ThrowFrame[], _e?: unknown): string | undefined { return undefined }
