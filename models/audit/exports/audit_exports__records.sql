{{ config(materialized='view') }}
-- Rows of one file with the same id that say that they are different people, companies or
-- documents. Only one of them counts in the audit.
with
    versions as (select * from {{ ref('int_record_versions') }}),

    files as (select * from {{ source('raw_handoff', 'files') }}),

    people as (select * from {{ ref('people') }}),

    companies as (select * from {{ ref('companies') }}),

    submissions as (select * from {{ ref('submissions') }}),

    opportunities as (select * from {{ ref('opportunities') }}),

    invoices as (select * from {{ ref('invoices') }}),

    payments as (select * from {{ ref('payments') }}),

    -- One row of a file may give records of two entities.
    records as (
        select person_key as record_key, system, object
        from people
        union
        select company_key as record_key, system, object
        from companies
        union
        select submission_key as record_key, system, object
        from submissions
        union
        select opportunity_key as record_key, system, object
        from opportunities
        union
        select invoice_key as record_key, system, object
        from invoices
        union
        select payment_key as record_key, system, object
        from payments
    ),

    contradictions as (
        select
            {{ record_key('versions.system', 'versions.object', 'versions.record_id') }}
            as record_key,
            min({{ file_label('files') }}) as path,
            min(versions.contradicted_row) as counted_row,
            min(versions.seen_row) as lost_row
        from versions
        inner join files on versions.seen_file = files.file_id
        where versions.contradicted_row is not null
        group by 1
    ),

    final as (
        select
            records.record_key,
            records.system,
            records.object,
            contradictions.record_key is not null as is_contradicted,
            contradictions.path,
            contradictions.counted_row,
            contradictions.lost_row
        from records
        left join contradictions on records.record_key = contradictions.record_key
    )

select *
from final
