package envs

// Backup says how long an environment's backups are kept, and where else. How
// often they are taken is the same everywhere: it follows from the 24 hours of
// data that the plan allows to be lost (line 1427).
type Backup struct {
	// RetentionDays is how long a backup is kept, 1 to 36500 (AWS Backup,
	// Lifecycle). Every one is incremental, so that a longer time costs what
	// changed in it.
	RetentionDays int

	// SecondRegion is the AWS region that holds copies of the backups and a
	// replica of the ML data, "us-west-2"; empty for none. It is another region
	// of the same partition. Required in production.
	SecondRegion string

	// CopyRetentionDays is how long a copy in the second region is kept, 1 to
	// 36500; zero without a second region.
	CopyRetentionDays int

	// Lock keeps backups from being deleted early; the zero value is no lock.
	// Required in production.
	Lock VaultLock
}

// VaultLock is an AWS Backup vault lock in governance mode, on the vaults of
// both regions: nobody deletes a backup or shortens its time, and a job whose
// retention is outside of the limits fails. Who may delete the lock itself can
// undo it.
//
// Compliance mode is not offered: once its grace time is over, nobody, AWS
// included, can delete the vault, the lock or a backup before its time. What a
// mistake puts there is paid for until then, and the stack can never be
// destroyed.
type VaultLock struct {
	// MinDays is the least retention that the vault accepts, 1 or more.
	MinDays int
	// MaxDays is the longest, 36500 at most: what nobody could delete must not
	// stay for ever by mistake.
	MaxDays int
}

// Locked says whether there is a lock.
func (l VaultLock) Locked() bool { return l != VaultLock{} }

// BackupTag is the tag that says how something is backed up, and BackupDaily
// its value where no more than a day may be lost.
const (
	BackupTag   = "Backup"
	BackupDaily = "daily"
)
