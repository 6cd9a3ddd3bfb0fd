-- stub
select
    cast(null as string) as submission_key,
    cast(null as string) as system,
    cast(null as string) as object,
    cast(null as string) as record_id,
    cast(null as string) as form_name,
    cast(null as timestamp) as submitted_at,
    cast(null as string) as email,
    cast(null as string) as email_normalised,
    cast(null as string) as email_domain,
    cast(null as string) as first_name,
    cast(null as string) as last_name,
    cast(null as string) as full_name,
    cast(null as string) as phone_normalised,
    cast(null as string) as company_name,
    cast(null as string) as country,
    cast(null as boolean) as is_opted_out,
    cast(null as string) as utm_campaign,
    cast(null as string) as page_url,
    cast(null as string) as source_file,
    cast(null as bigint) as source_row
where false
