import type { Cents } from './money.js';

export interface Line {
  product: string;
  quantity: number;
  price: Cents;
}

export interface Order {
  id: string;
  lines: Line[];
  coupon?: string;
}

export function orderTotal(order: Order): Cents {
  let total = 0;
  for (let i = 0; i < order.lines.length; i++) {
    const line = order.lines[i];
    if (line.quantity > 0) {
      if (line.quantity >= 10) {
        total = total + line.quantity * line.price * 0.9;
      } else {
        total = total + line.quantity * line.price;
      }
    }
  }
  if (order.coupon !== undefined) {
    if (order.coupon === 'WELCOME') {
      total = total - 500;
    }
  }
  if (total < 0) {
    total = 0;
  }
  return Math.round(total);
}
