// An error in a constructor below classes that have none of their own.
class A { constructor () { throw new Error('in A') } }
class B extends A {}
class C extends B { constructor () { super(); this.x = 1 } }
new C()
