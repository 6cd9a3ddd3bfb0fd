-- If the rows have no form name, the file name is the form.
with
    submissions as (select * from {{ ref('stg_form__submission') }}),

    files as (select * from {{ source('raw_handoff', 'files') }}),

    paths as (
        select file_id, min(coalesce(nullif(member, ''), path)) as path from files group by 1
    ),

    final as (
        select
            submissions.system,
            'submission' as object,
            submissions.record_id,
            coalesce(
                submissions.form_name,
                submissions.form_id,
                split_part(split_part(paths.path, '/', -1), '.', 1)
            ) as form_name,
            submissions.submitted_at,
            submissions.email,
            submissions.first_name,
            submissions.last_name,
            submissions.full_name,
            submissions.phone,
            submissions.company as company_name,
            submissions.country,
            coalesce(submissions.opted_out, submissions.is_consent_refused) as is_opted_out,
            submissions.offer,
            submissions.utm_source,
            submissions.utm_medium,
            submissions.utm_campaign,
            submissions.utm_term,
            submissions.utm_content,
            submissions.page_url,
            submissions.source_file,
            submissions.source_row
        from submissions
        left join paths on submissions.source_file = paths.file_id
    )

select *
from final
