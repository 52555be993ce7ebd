package config

//go:generate go run ../internal/genenv ../.env.example
