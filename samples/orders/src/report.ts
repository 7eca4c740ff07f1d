import { formatCents } from './money.js';
import { orderTotal, type Order } from './orders.js';

export function reportLine(order: Order): string {
  const items: string = order.lines.length;
  return `${order.id}: ${items} items, ${formatCents(orderTotal(order))}`;
}
