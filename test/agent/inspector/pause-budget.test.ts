import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { PauseBudget } from '../../../agent/inspector/pause-budget'

test('pauses are within the budget until its burst is used up', () => {
  const budget = new PauseBudget({ pauseBudgetPercent: 0, pauseBurstMs: 10 })
  assert.is(budget.spend(9.9), true)
  assert.is(budget.spend(0.1), false)
  assert.is(budget.untilRefilledMs(), Number.POSITIVE_INFINITY)
})

test('what was overspent has to be refilled by wall time, up to half the burst', () => {
  const budget = new PauseBudget({ pauseBudgetPercent: 1, pauseBurstMs: 10 })
  budget.spend(20)
  const waitMs = budget.untilRefilledMs()
  assert.ok(waitMs > 1400 && waitMs <= 1500, String(waitMs))
})

test('the fortieth throw in a row from one place is a storm, the thirty-ninth is not', () => {
  const budget = new PauseBudget({ pauseBudgetPercent: 1, pauseBurstMs: 10 })
  for (let index = 1; index < 40; index++) assert.is(budget.isStorm('1:2:3'), false)
  assert.is(budget.isStorm('1:2:3'), true)
})

test('throws from different places are no storm', () => {
  const budget = new PauseBudget({ pauseBudgetPercent: 1, pauseBurstMs: 10 })
  for (let index = 0; index < 200; index++) assert.is(budget.isStorm(`1:2:${index % 2}`), false)
})

test('a place that threw a hundred times pays tenfold, and five in a row are a storm', () => {
  const budget = new PauseBudget({ pauseBudgetPercent: 0, pauseBurstMs: 20 })
  for (let index = 1; index <= 100; index++) assert.is(budget.spendAt(0.1, '1:2:3'), true)
  for (let index = 1; index < 10; index++) assert.is(budget.spendAt(0.1, '1:2:3'), true)
  assert.is(budget.spendAt(0.11, '1:2:3'), false)
  for (let index = 1; index < 5; index++) assert.is(budget.isStorm('1:2:3'), false)
  assert.is(budget.isStorm('1:2:3'), true)
  for (let index = 1; index < 40; index++) assert.is(budget.isStorm('4:5:6'), false)
})

test('the first throws of a place are rare while half the burst is left', () => {
  const budget = new PauseBudget({ pauseBudgetPercent: 0, pauseBurstMs: 100 })
  for (let throws = 0; throws < 3; throws++) {
    assert.ok(budget.isRare('a'))
    budget.spendAt(5, 'a')
  }
  assert.not(budget.isRare('a'))
  assert.ok(budget.isRare('b'))
  budget.spend(40)
  assert.not(budget.isRare('b'))
})

test.run()
