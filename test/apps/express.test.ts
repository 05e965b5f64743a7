import { testShop } from './shop-tests'

testShop({ app: 'express-5', entry: 'app.js', route: '/orders/:id', hasParams: true, hasStock: true, hasPost: true })
testShop({ app: 'express-4', entry: 'app.js', route: '/orders/:id', hasParams: true, hasStock: true, hasPost: true })
