package envs

import "fmt"

// maxBackupDays is the longest that AWS Backup keeps anything (Lifecycle,
// DeleteAfterDays): 100 years.
const maxBackupDays = 36500

func (b Backup) problems(field string, e Environment) []Problem {
	c := &checks{field: field}
	c.days("retention_days", b.RetentionDays, b.Lock)

	if second := b.SecondRegion; second == "" {
		c.require(b.CopyRetentionDays == 0, "copy_retention_days", b.CopyRetentionDays, "there is no second region to keep copies in")
		c.require(e.Name != ProductionName, "second_region", second, "production must outlive its region")
	} else {
		c.region("second_region", second)
		c.require(second != e.Region, "second_region", second, "is the environment's own region, which copies must outlive")
		c.samePartition("second_region", second, e.Region, "which no copy leaves")
		c.days("copy_retention_days", b.CopyRetentionDays, b.Lock)
	}

	if b.Lock.Locked() {
		c.require(b.Lock.MinDays >= 1, "lock.min_days", b.Lock.MinDays, "must be 1 day or more")
		c.require(b.Lock.MaxDays <= maxBackupDays, "lock.max_days", b.Lock.MaxDays, "AWS Backup keeps at most %d days", maxBackupDays)
		c.require(b.Lock.MinDays <= b.Lock.MaxDays, "lock.max_days", b.Lock.MaxDays, "must not be below min_days, which is %d", b.Lock.MinDays)
		// Of production, its own rule says that it must be protected.
		c.require(e.DeletionProtection || e.Name == ProductionName, "lock", fmt.Sprintf("%d to %d days", b.Lock.MinDays, b.Lock.MaxDays),
			"an environment without deletion protection could not be destroyed: a locked vault gives nothing up")
	}
	c.require(b.Lock.Locked() || e.Name != ProductionName, "lock", nil, "production must keep its backups from being deleted")
	return c.found
}

// days checks how long backups or their copies are kept.
func (c *checks) days(field string, days int, lock VaultLock) {
	switch {
	case days < 1 || days > maxBackupDays:
		c.require(false, field, days, "AWS Backup keeps 1 to %d days", maxBackupDays)
	case lock.Locked() && lock.MinDays <= lock.MaxDays:
		c.require(days >= lock.MinDays && days <= lock.MaxDays, field, days,
			"must be within the vault lock's %d to %d days, or every job fails", lock.MinDays, lock.MaxDays)
	}
}
