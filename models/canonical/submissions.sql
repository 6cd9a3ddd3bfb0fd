with
    form as (select * from {{ ref('int_form__submissions') }}),

    mapped as (select * from {{ ref('int_mapped__submissions') }}),

    deleted_records as (select * from {{ ref('int_deleted_records') }}),

    excluded_records as (select * from {{ ref('int_excluded_records') }}),

    exported as (
        {{ union_columns(['form', 'mapped'], [
        'system', 'object', 'record_id', 'form_name', 'submitted_at', 'email', 'first_name',
        'last_name', 'full_name', 'phone', 'company_name', 'country', 'is_opted_out',
        'offer', 'utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content', 'page_url', 'source_file', 'source_row',
    ]) }}
    ),

    kept as ({{ without_excluded('exported') }}),

    all_rows as ({{ mark_deleted('kept', 'submissions') }}),

    normalised as (
        select
            all_rows.*,
            {{ email_normalised('email') }} as email_normalised,
            {{ normalise_text("coalesce(nullif(concat_ws(' ', first_name, last_name), ''), full_name)") }}
            as folded_name,
            {{ phone_normalised('phone') }} as phone_normalised
        from all_rows
        where not is_missing_from_export
    ),

    final as (
        select
            {{ record_key('system', 'object', 'record_id') }} as submission_key,
            system,
            object,
            record_id,
            form_name,
            submitted_at,
            email,
            email_normalised,
            nullif(split_part(email_normalised, '@', 2), '') as email_domain,
            first_name,
            last_name,
            {{ generation_suffix('folded_name') }} as name_suffix,
            nullif(
                case
                    when {{ generation_suffix('folded_name') }} is null
                    then folded_name
                    else {{ without_generation_suffix('folded_name') }}
                end,
                ''
            ) as full_name,
            phone_normalised,
            company_name,
            country,
            is_opted_out,
            offer,
            utm_source,
            utm_medium,
            utm_campaign,
            utm_term,
            utm_content,
            page_url,
            source_file,
            source_row
        from normalised
    )

select *
from final
