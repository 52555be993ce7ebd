// Package ent is the generated client of the entities that store/schema describes.
package ent

//go:generate go run -mod=readonly entc.go
