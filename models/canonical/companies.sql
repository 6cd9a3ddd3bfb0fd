with
    salesforce as (select * from {{ ref('int_salesforce__companies') }}),

    hubspot as (select * from {{ ref('int_hubspot__companies') }}),

    mapped as (select * from {{ ref('int_mapped__companies') }}),

    legal_forms as (select * from {{ ref('legal_forms') }}),

    free_mail_domains as (select * from {{ ref('free_mail_domains') }}),

    site_builder_domains as (select * from {{ ref('site_builder_domains') }}),

    deleted_records as (select * from {{ ref('int_deleted_records') }}),

    excluded_records as (select * from {{ ref('int_excluded_records') }}),

    shared_domains as (
        select domain
        from free_mail_domains
        union
        select domain
        from site_builder_domains
    ),

    exported as (
        {{ union_columns(['salesforce', 'hubspot', 'mapped'], [
        'system', 'object', 'record_id', 'name', 'website', 'phone', 'tax_id', 'street',
        'postal_code', 'city', 'country',
        'industry', 'employee_count', 'is_customer', 'parent_company_key', 'owner_key',
        'merged_into_key', 'is_deleted', 'created_at', 'updated_at', 'source_file',
        'source_row',
    ]) }}
    ),

    kept as ({{ without_excluded('exported') }}),

    all_rows as ({{ mark_deleted('kept', 'companies') }}),

    without_forms_0 as (
        select
            system,
            object,
            record_id,
            name,
            website,
            phone,
            tax_id,
            street,
            postal_code,
            city,
            country,
            industry,
            employee_count,
            is_customer,
            parent_company_key,
            owner_key,
            merged_into_key,
            is_deleted or is_missing_from_export as is_deleted,
            created_at,
            updated_at,
            source_file,
            source_row,
            {{ web_host('website') }} as website_host,
            {{ company_words('name') }} as words_0
        from all_rows
    ),

    {{ without_legal_forms('without_forms') }},

    final as (
        select
            {{ record_key('without_forms_3.system', 'without_forms_3.object', 'without_forms_3.record_id') }}
            as company_key,
            without_forms_3.system,
            without_forms_3.object,
            without_forms_3.record_id,
            without_forms_3.name,
            nullif(without_forms_3.words_3, '') as name_normalised,
            without_forms_3.website,
            case
                when shared_domains.domain is null
                then {{ web_domain('without_forms_3.website_host') }}
            end as domain,
            {{ phone_normalised('without_forms_3.phone') }} as phone_normalised,
            nullif({{ alphanumeric_key('without_forms_3.tax_id') }}, '') as tax_id,
            without_forms_3.street,
            without_forms_3.postal_code,
            without_forms_3.city,
            without_forms_3.country,
            without_forms_3.industry,
            {{ parse_whole_number('without_forms_3.employee_count') }} as employee_count,
            without_forms_3.is_customer,
            without_forms_3.parent_company_key,
            without_forms_3.owner_key,
            without_forms_3.merged_into_key,
            without_forms_3.is_deleted,
            without_forms_3.created_at,
            without_forms_3.updated_at,
            without_forms_3.source_file,
            without_forms_3.source_row
        from without_forms_3
        left join
            shared_domains
            on {{ web_domain('without_forms_3.website_host') }} = shared_domains.domain
    )

select *
from final
