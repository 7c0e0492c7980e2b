// Package pricelist asks AWS's Price List API for the prices that internal/cost
// counts with. It is a package of its own, so that synth is made without the API.
package pricelist

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/pricing"
	"github.com/aws/aws-sdk-go-v2/service/pricing/types"

	"github.com/example/predictive-maintenance/internal/cost"
)

// Region is where the API is, which has the prices of all regions.
const Region = "us-east-1"

// Refreshed is what came of asking.
type Refreshed struct {
	Prices cost.Prices
	// Changed has a line on each price that is another, or new.
	Changed []string
	// Unsettled has a line on each price that AWS has none of, or several.
	Unsettled []string
}

// Refresh asks for each price of [queries] in each region, and returns the prices
// with those that AWS answered, dated today. What AWS has not exactly one price of
// stays as it was, and is named.
func Refresh(ctx context.Context, client pricing.GetProductsAPIClient, prices cost.Prices, regions []string, today time.Time) (*Refreshed, error) {
	r := &Refreshed{Prices: slices.Clone(prices)}
	for _, region := range regions {
		for _, q := range queries {
			found, err := q.ask(ctx, client, region)
			if err != nil {
				return nil, fmt.Errorf("ask AWS's Price List API for %s in %s: %w", q.id, region, err)
			}
			if len(found) != 1 {
				r.Unsettled = append(r.Unsettled, fmt.Sprintf("%s in %s: %d prices of %s in %s %v", q.id, region, len(found), q.usage.name, q.service, found))
				continue
			}
			now := cost.Price{ID: q.id, Region: region, USD: found[0], Unit: q.unit, Checked: today,
				Source: "https://api.pricing." + Region + ".amazonaws.com/?ServiceCode=" + q.service}
			i := slices.IndexFunc(r.Prices, func(p cost.Price) bool { return p.ID == q.id && p.Region == region })
			switch {
			case i < 0:
				r.Prices = append(r.Prices, now)
				r.Changed = append(r.Changed, fmt.Sprintf("%s in %s is new: %v", q.id, region, now.USD))
			default:
				if was := r.Prices[i].USD; was != now.USD {
					r.Changed = append(r.Changed, fmt.Sprintf("%s in %s was %v, and is %v", q.id, region, was, now.USD))
				}
				r.Prices[i] = now
			}
		}
	}
	return r, nil
}

// ask is every price that AWS has of what is asked for.
func (q query) ask(ctx context.Context, client pricing.GetProductsAPIClient, region string) (found []float64, err error) {
	input := &pricing.GetProductsInput{ServiceCode: aws.String(q.service), FormatVersion: aws.String("aws_v1")}
	filter := func(field, value string) {
		if value != "" {
			input.Filters = append(input.Filters, types.Filter{Type: types.FilterTypeTermMatch, Field: aws.String(field), Value: aws.String(value)})
		}
	}
	if !q.usage.global {
		filter("regionCode", region)
	}
	filter("productFamily", q.family)
	filter("volumeType", q.usage.volume)
	for pages := pricing.NewGetProductsPaginator(client, input); pages.HasMorePages(); {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, text := range page.PriceList {
			usd, ok, err := q.read(text)
			if err != nil {
				return nil, err
			}
			if ok && !slices.Contains(found, usd) {
				found = append(found, usd)
			}
		}
	}
	return found, nil
}

// read is the price of one product, if it is what is asked for: of the tiers the
// first that costs anything, as a bill has it once what is free is used up.
func (q query) read(text string) (usd float64, ok bool, err error) {
	var product struct {
		Product struct {
			Attributes struct {
				UsageType string `json:"usagetype"`
			} `json:"attributes"`
		} `json:"product"`
		Terms struct {
			OnDemand map[string]struct {
				Dimensions map[string]struct {
					Begin string            `json:"beginRange"`
					Price map[string]string `json:"pricePerUnit"`
				} `json:"priceDimensions"`
			} `json:"OnDemand"`
		} `json:"terms"`
	}
	if err := json.Unmarshal([]byte(text), &product); err != nil {
		return 0, false, fmt.Errorf("read a product: %w", err)
	}
	if !q.usage.pattern.MatchString(product.Product.Attributes.UsageType) {
		return 0, false, nil
	}
	var first float64
	for _, term := range product.Terms.OnDemand {
		for _, tier := range term.Dimensions {
			price, priced := strconv.ParseFloat(tier.Price["USD"], 64)
			begin, begun := strconv.ParseFloat(tier.Begin, 64)
			if priced != nil || begun != nil || price <= 0 || ok && begin >= first {
				continue
			}
			usd, first, ok = price, begin, true
		}
	}
	// A million times a price of ten digits has rounding errors behind them.
	usd, err = strconv.ParseFloat(strconv.FormatFloat(usd*q.times, 'g', 10, 64), 64)
	return usd, ok, err
}
