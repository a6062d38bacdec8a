/** What a person can be watched for. */
export const MONITORED = ['AML', 'ACTIVITY'] as const;
export type MonitoringType = (typeof MONITORED)[number];

/** Whether a person is watched within a service, for one thing. */
export type Subscription = {
  readonly serviceKey: string;
  readonly type: MonitoringType;
  readonly status: 'ENABLED' | 'DISABLED';
  readonly enabledAt: Date | null;
  readonly enabledRequestId: string | null;
  readonly enabledBy: string | null;
  readonly disabledAt: Date | null;
  readonly disabledRequestId: string | null;
  readonly disabledBy: string | null;
};

/** A subscription's facts as answers show them, without what nobody has said yet. */
export function subscriptionView(subscription: Subscription) {
  const { status, enabledAt, enabledRequestId, enabledBy } = subscription;
  const { disabledAt, disabledRequestId, disabledBy } = subscription;
  return {
    status,
    ...(enabledAt && { enabledAt: enabledAt.toISOString() }),
    ...(enabledRequestId && { enabledRequestId }),
    ...(enabledBy && { enabledBy }),
    ...(disabledAt && { disabledAt: disabledAt.toISOString() }),
    ...(disabledRequestId && { disabledRequestId }),
    ...(disabledBy && { disabledBy }),
  };
}
