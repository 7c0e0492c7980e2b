package preflight

import (
	"context"
	"net/http"

	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/example/predictive-maintenance/envs"
)

// bucketState is what S3 says about the name of a bucket, which is one of all
// accounts of the world.
type bucketState int

const (
	free bucketState = iota
	// ours is in this account and region.
	ours
	// foreign is another account's, or nothing that these credentials may list:
	// S3 answers 403 to both.
	foreign
	// elsewhere is in another region.
	elsewhere
)

func (s *subject) look(ctx context.Context, name, region string) (bucketState, error) {
	client := s3.NewFromConfig(s.in(region), func(o *s3.Options) { o.UsePathStyle = s.Emulator })
	_, err := client.HeadBucket(ctx, &s3.HeadBucketInput{Bucket: &name, ExpectedBucketOwner: &s.number})
	if err == nil {
		return ours, nil
	}
	switch status(err) {
	case http.StatusNotFound:
		return free, nil
	case http.StatusForbidden:
		return foreign, nil
	case http.StatusMovedPermanently, http.StatusBadRequest:
		return elsewhere, nil
	}
	return free, err
}

const (
	inThisAccount = "there, in this account"
	inAnother     = "another account's, or s3:ListBucket is denied"
	otherRegion   = "there, in another region"
)

// newStateBucket is the bucket that the bootstrap makes.
func (s *subject) newStateBucket(ctx context.Context) []Row {
	what, needed := "bucket "+s.Account.Store.Bucket, "free, or ours"
	found, err := s.look(ctx, s.Account.Store.Bucket, s.Account.Store.Region)
	const rename = "choose another name in envs/shared.go: names of buckets are global"
	switch {
	case err != nil:
		return []Row{unseen(what, needed, "s3:ListBucket", err)}
	case found == foreign:
		return []Row{{Blocks, what, needed, inAnother, rename}}
	case found == elsewhere:
		return []Row{{Blocks, what, needed, otherRegion, rename}}
	case found == ours:
		return []Row{{OK, what, needed, inThisAccount + "; the bootstrap goes on where it was", ""}}
	}
	return []Row{{OK, what, needed, "free", ""}}
}

// stateBucket is where the stack keeps its state; the bootstrap made it.
func (s *subject) stateBucket(ctx context.Context) []Row {
	state := s.Account.Store.StateOf(s.Stack)
	if s.env != nil {
		own, ok := s.env.State.(envs.S3State)
		if !ok {
			return nil
		}
		state = own
	}
	what, needed := "bucket "+state.Bucket, "there, for the state"
	found, err := s.look(ctx, state.Bucket, state.Region)
	switch {
	case err != nil:
		return []Row{unseen(what, needed, "s3:ListBucket", err)}
	case found == free:
		return []Row{{Blocks, what, needed, "none", "make bootstrap" + s.bootstrap() + ", which makes it, first"}}
	case found == foreign:
		return []Row{{Blocks, what, needed, inAnother, "use the account whose bucket it is, or choose a name of your own in envs/shared.go"}}
	case found == elsewhere:
		return []Row{{Blocks, what, needed, otherRegion, "name its region in envs/shared.go"}}
	}
	return []Row{{OK, what, needed, inThisAccount, ""}}
}

// buckets are those that the environment makes. Their names end with the
// account's number, so hardly anybody else has them.
func (s *subject) buckets(ctx context.Context) (rows []Row) {
	for _, b := range s.env.Buckets(s.number) {
		what, needed := "bucket "+b.Name, "free"
		found, err := s.look(ctx, b.Name, b.Region)
		switch {
		case err != nil:
			rows = append(rows, unseen(what, needed, "s3:ListBucket", err))
		case found == free:
			rows = append(rows, Row{OK, what, needed, "free", ""})
		case found == ours:
			rows = append(rows, Row{Warns, what, needed, inThisAccount,
				"nothing, if an apply of " + s.Stack + " made it; make adopt ENV=" + s.Stack + " if that apply was killed"})
		case found == foreign:
			rows = append(rows, Row{NotSeen, what, needed, inAnother, "allow s3:ListBucket, then run this again"})
		case found == elsewhere:
			rows = append(rows, Row{Blocks, what, needed, otherRegion, "delete it, or change the project's label in envs/shared.go"})
		}
	}
	return rows
}

// bootstrap is how make is told whose state store it is.
func (s *subject) bootstrap() string {
	if len(s.Accounts) < 2 {
		return ""
	}
	return " ENV=" + s.Account.BootstrapStack()
}
